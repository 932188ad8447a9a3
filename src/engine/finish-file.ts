import { groupBy } from '../core/group-by.js';
import { fnv1a64 } from '../core/hash.js';
import type { FileReport, Finding } from '../core/report.js';
import { lex } from '../sql/lexer.js';
import { directiveHiding, type KnownRules, toSuppressions } from './apply-directives.js';
import type { Draft } from './draft.js';
import type { FileRecord } from './file-ledger.js';
import { type Directive, mayHoldDirectives, readFileDirectives } from './read-directives.js';
import type { Rule } from './rule.js';
import type { Run } from './run.js';
import { withoutYielding } from './stronger-finding.js';

/** Asks the rules about suppressions, then says of each finding whether it is suppressed. */
export function finishFile(run: Run, record: FileRecord, known: KnownRules): FileReport {
  const { section, migration, drafts } = record;
  const directives = allDirectives(record);
  if (directives.length > 0) askAboutSuppressions(run, record, directives, known);
  const findings = finishDrafts(
    onePerCause(withoutYielding(drafts, known.byName), directives, known),
    directives,
    known,
  );
  drafts.length = 0;
  const { statements, unanalysedLines } = record;
  const source = findings.length > 0 || unanalysedLines.length > 0 ? section.source : '';
  const unanalysed = unanalysedLines.length;
  return { path: section.path, id: migration.id, source, findings, statements, unanalysed, unanalysedLines };
}

/**
 * Of a rule that speaks once a file or a statement, only what it found first in each direction, with the fixes of all and their number.
 * What a comment hides speaks for nothing else: the first that is not hidden is told as well.
 */
function onePerCause(drafts: readonly Draft[], directives: readonly Directive[], known: KnownRules): readonly Draft[] {
  const causes = groupBy<Draft, Draft | string>(drafts.toSorted(byPlace), (draft) => {
    const once = known.byName.get(draft.ruleId)?.once;
    if (once === undefined) return draft;
    const hiding = directiveHiding(draft, directives, known);
    const statement = once === 'statement' ? draft.statement : undefined;
    return [draft.direction, draft.ruleId, hiding?.span.start, statement].join(' ');
  });
  return [...causes.values()].map(([first, ...others]) => {
    return others.length === 0 ? first : together(first, others, known.byName.get(first.ruleId));
  });
}

function together(first: Draft, others: readonly Draft[], rule: Rule | undefined): Draft {
  const place = rule?.once === 'statement' ? 'statement' : 'file';
  const fixes = (rule?.firstFixMendsAll ? [first] : [first, ...others]).flatMap(({ fix }) => fix ?? []);
  return {
    ...first,
    message: `${first.message} (${others.length} more in this ${place})`,
    fix: fixes.length > 0 ? fixes : undefined,
  };
}

/** In order of place, with their fingerprints. */
export function finishDrafts(drafts: readonly Draft[], directives: readonly Directive[], known: KnownRules): Finding[] {
  const seen = new Map<string, number>();
  return drafts.toSorted(byPlace).map(({ identity, ...finding }) => {
    const ordinal = seen.get(identity) ?? 0;
    seen.set(identity, ordinal + 1);
    const hiding = directiveHiding(finding, directives, known);
    return {
      ...finding,
      suppressed: hiding !== undefined,
      suppressionReason: hiding?.reason,
      fingerprint: fnv1a64(`\n${ordinal}`, identity),
    };
  });
}

const byPlace = (a: Draft, b: Draft): number => a.span.start - b.span.start || a.span.end - b.span.end;

function askAboutSuppressions(run: Run, record: FileRecord, directives: readonly Directive[], known: KnownRules): void {
  const { migration, section, drafts } = record;
  const suppressions = toSuppressions(directives, drafts, known);
  const context = { project: run.input.project, migration, suppressions };
  const listeners = run.listeners.of('up', 'suppressions');
  run.ask(listeners, { section, effects: [] }, (options) => [{ ...context, options }], 'suppressions');
}

/** Those of the sections, and those that stand outside of all of them, before the first marker say. */
function allDirectives({ section, directives }: FileRecord): readonly Directive[] {
  if (!mayHoldDirectives(section.source)) return directives;
  const isRead = (start: number): boolean => directives.some(({ span }) => span.start <= start && start < span.end);
  const outside = lex(section.source).comments.filter(({ span }) => !isRead(span.start));
  return [...directives, ...readFileDirectives(outside, section.source)].toSorted(
    (a, b) => a.span.start - b.span.start,
  );
}
