import type { Migration } from '../../core/migration.js';
import type { HistoryResult } from '../../engine/lint-history.js';
import type { Observation } from '../../engine/observation.js';
import { reportObservations } from '../../engine/report-observations.js';
import type { Project } from '../../engine/rule.js';
import type { ActiveRule } from '../../engine/rule-catalogue.js';
import { rules as allRules } from '../../rules/index.js';
import type { Parser } from '../../sql/parser.js';
import { downFindings } from './down-findings.js';
import { effectFindings } from './effect-findings.js';
import { replayFindings } from './replay-findings.js';
import type { VerifiedHistory, VerifyPart } from './verify-options.js';

export interface FindingsInput {
  readonly history: VerifiedHistory;
  readonly project: Project;
  readonly parser: Parser;
  readonly judged: (migration: Migration) => boolean;
  readonly rules: readonly ActiveRule[];
  readonly parts: readonly VerifyPart[];
}

/** What a verified history shows, as findings of the judged files. */
export function toFindings({ history, project, parser, judged, rules, parts }: FindingsInput): HistoryResult {
  const { migrations } = project;
  const files = new Set(migrations.filter(judged).flatMap(({ up, down }) => [up.path, down?.path]));
  const sourceOf = (file: string): string => migrations.find(({ up }) => up.path === file)?.up.source ?? '';
  const observations = history.migrations.flatMap((verified, index): readonly Observation[] => {
    const migration = migrations[index];
    if (migration === undefined || !verified.judged) return [];
    const { replayed, measured, proof, generated } = verified;
    return [
      ...(parts.includes('replay') ? replayFindings(replayed, migration, sourceOf) : []),
      ...(measured ? effectFindings(measured, migration) : []),
      ...(proof ? downFindings(proof, migration, parser, generated) : []),
    ];
  });
  return reportObservations({
    project,
    parser,
    rules,
    known: allRules,
    judged: (file) => files.has(file),
    observations,
  });
}
