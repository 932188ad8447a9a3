import { nearest } from '../core/nearest.js';
import type { Span } from '../core/span.js';
import type { Draft } from './draft.js';
import type { Directive, Target } from './read-directives.js';
import type { Rule } from './rule.js';
import type { SuppressedRule, Suppression } from './suppressions.js';

/** What a run knows of rules: all that exist, by every name, and those that are on. */
export interface KnownRules {
  readonly byName: ReadonlyMap<string, Rule>;
  readonly active: ReadonlySet<string>;
}

/** The first directive that hides the finding, if any does. */
export const directiveHiding = (
  draft: Pick<Draft, 'ruleId' | 'span'>,
  directives: readonly Directive[],
  known: KnownRules,
): Directive | undefined =>
  directives.find((directive) => isIn(draft.span, directive.target) && namesOf(directive, known).has(draft.ruleId));

const namesOf = (directive: Directive, { byName }: KnownRules): ReadonlySet<string | undefined> =>
  new Set(directive.names.map((name) => byName.get(name)?.id));

function isIn(found: Span, target: Target): boolean {
  switch (target.kind) {
    case 'file':
      return true;
    case 'nothing':
      return false;
    case 'statement':
      return found.start >= target.span.start && found.start <= target.span.end;
    case 'line':
      return found.start <= target.span.end && found.end >= target.span.start;
  }
}

/** The directives as rules see them, each name with what became of it. */
export const toSuppressions = (
  directives: readonly Directive[],
  drafts: readonly Draft[],
  known: KnownRules,
): Suppression[] =>
  directives.map(({ span, directive, form, names, reason, target }) => ({
    span,
    directive,
    form,
    reason,
    rules: names.map((name) => suppressedRule(name, target, drafts, known)),
  }));

function suppressedRule(name: string, target: Target, drafts: readonly Draft[], known: KnownRules): SuppressedRule {
  const rule = known.byName.get(name);
  if (!rule) return { name, meant: nearest(name, known.byName.keys()), active: false, used: false };
  return {
    name,
    id: rule.id,
    // A rule about suppressions is asked only after this list is made, so that nobody can say whether it was hidden.
    active: known.active.has(rule.id) && rule.check.suppressions === undefined,
    used: drafts.some((draft) => draft.ruleId === rule.id && isIn(draft.span, target)),
  };
}
