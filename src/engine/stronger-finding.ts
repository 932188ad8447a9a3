import type { Draft } from './draft.js';
import type { Rule } from './rule.js';

/**
 * Without the findings that a rule leaves to another one, where that one speaks of the same text. What is the cause of both
 * is told once, and its suppression hides it whole.
 */
export function withoutYielding(drafts: readonly Draft[], byName: ReadonlyMap<string, Rule>): readonly Draft[] {
  const strongerThan = (draft: Draft): readonly string[] => {
    const { rules = [], messages = undefined } = byName.get(draft.ruleId)?.yieldsTo ?? {};
    return messages === undefined || messages.includes(draft.messageId ?? '') ? rules : [];
  };
  const named = new Set(drafts.flatMap(strongerThan));
  const stronger = drafts.filter(({ ruleId }) => named.has(ruleId));
  if (stronger.length === 0) return drafts;
  return drafts.filter((draft) => {
    const rules = strongerThan(draft);
    return !stronger.some((other) => rules.includes(other.ruleId) && isSamePlace(draft, other));
  });
}

/** One statement can hold several changes; only those whose texts overlap are the same. */
const isSamePlace = (a: Draft, b: Draft): boolean =>
  a.direction === b.direction && a.span.start < b.span.end && b.span.start < a.span.end;
