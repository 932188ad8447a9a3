import { rulePageUrl } from '../core/docs-url.js';
import type { Edit } from '../core/edit.js';
import { fnv1a64 } from '../core/hash.js';
import type { Place } from '../core/line-map.js';
import type { Section } from '../core/migration.js';
import type { Finding } from '../core/report.js';
import { type Severity, severities } from '../core/severity.js';
import type { Span } from '../core/span.js';
import type { Effects } from '../effects/effects.js';
import type { Statement } from '../sql/script.js';
import { effectFacts } from './effect-facts.js';
import type { AnyProblem } from './listeners.js';
import type { ActiveRule } from './rule-catalogue.js';

/** Where a check was asked. */
export interface Scene {
  readonly section: Section;
  readonly statement?: Statement | undefined;
  readonly effects: readonly Effects[];
}

/** A finding of a file that is not read to its end: which ones are alike and which are suppressed is not known yet. */
export interface Draft extends Omit<Finding, 'fingerprint' | 'suppressed' | 'suppressionReason'> {
  /**
   * Hash of what the fingerprint is made of, but for the number among equal ones: the texts of statements would be kept
   * until the end of the run.
   */
  readonly identity: string;
}

/** @param scope keeps equal statements of two files apart */
export const hashIdentity = (scope: string, ...parts: readonly string[]): string =>
  fnv1a64([scope, ...parts].join('\n'));

export function draftFinding(
  { rule, severity }: ActiveRule,
  problem: AnyProblem,
  { section, statement, effects }: Scene,
  placeOf: (offset: number) => Place,
  scope: string,
): Draft {
  const subject = problem.subject ?? '';
  return {
    ruleId: rule.id,
    category: rule.category,
    severity: shiftedSeverity(rule.severity, severity, problem.severity),
    direction: section.direction,
    message: fillSlots(rule.messages[problem.message] ?? problem.message, problem.data ?? {}),
    messageId: problem.message,
    effect: rule.docs.effect,
    workaround: problem.workaround ?? rule.docs.workaround,
    url: rulePageUrl(rule.id),
    path: problem.path ?? section.path,
    span: problem.at,
    ...spanPlaces(problem.at, placeOf),
    statement: statement?.index,
    ...effectFacts(effects),
    fix: usableFix(problem.fix, section),
    split: section.direction === 'up' ? problem.split : undefined,
    identity: hashIdentity(scope, rule.id, subject, textOf(section, statement?.span ?? problem.at)),
  };
}

export function spanPlaces({ start, end }: Finding['span'], placeOf: (offset: number) => Place) {
  const [from, to] = [placeOf(start), placeOf(end)];
  return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
}

/**
 * A problem that is a step milder than its rule usually is stays a step milder than what the config says of the rule.
 */
function shiftedSeverity(usual: Severity, configured: Severity, ofProblem: Severity = usual): Severity {
  const steps = severities.indexOf(ofProblem) - severities.indexOf(usual);
  const index = Math.min(Math.max(severities.indexOf(configured) + steps, 0), severities.length - 1);
  return severities[index] ?? configured;
}

/** `of {table}` and `{ table: 'books' }` → `of books`. */
export const fillSlots = (message: string, data: Readonly<Record<string, string>>): string =>
  message.replace(/\{(\w+)\}/g, (slot, name: string) => data[name] ?? slot);

/** White space is normalised, so that reformatting keeps the fingerprint. */
const textOf = ({ source }: Section, { start, end }: Span): string =>
  source.slice(start, end).replace(/\s+/g, ' ').trim();

// A new line inside a commented-out section would stand outside of its comment.
const usableFix = (fix: readonly Edit[] | undefined, section: Section): readonly Edit[] | undefined =>
  section.form === 'commented-section' && fix?.some(({ text }) => text.includes('\n')) ? undefined : fix;
