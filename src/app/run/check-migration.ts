import type { Migration } from '../../core/migration.js';
import type { Finding } from '../../core/report.js';
import { declaredDependencies, migrationNamed } from '../../engine/dependencies.js';
import { inferDependencies } from '../../engine/infer-dependencies.js';
import type { HistoryEntry } from '../../runner/history/history-entry.js';
import { type HistoryDetail, readDetails } from '../../runner/history/read-details.js';
import { planRollback } from '../../runner/plan/plan-rollback.js';
import { planStatements } from '../../runner/plan/plan-statements.js';
import { planUp } from '../../runner/plan/plan-up.js';
import { createChecker } from './check-steps.js';
import { findMigration } from './find-migration.js';
import type { Blocker } from './list.js';
import { type MigrationState, stateOf } from './migration-state.js';
import { describeRun, type Run, withRun } from './open-run.js';
import { readRunHistory } from './run-history.js';
import type { RunOptions } from './run-options.js';

export interface CheckOptions extends RunOptions {
  /** An id, version or name; of one whose file is gone, its id. */
  readonly migration: string;
}

/** Another migration that this one depends on, or that depends on it. */
export interface Relative {
  readonly migration: string;
  readonly state: MigrationState;
  /** A file says so; otherwise it shows by the objects that are used. */
  readonly declared: boolean;
  /** `table books`, … */
  readonly objects: readonly string[];
}

export interface DownCheck {
  /** `none`: no file says how it is undone. `recorded`: the history does, and no file. */
  readonly source: 'file' | 'recorded' | 'none';
  readonly path?: string | undefined;
  readonly usable: boolean;
  /** `atomic`: in one transaction. */
  readonly mode?: 'atomic' | 'journalled' | undefined;
  readonly problems: readonly string[];
}

export interface RollbackCheck {
  readonly possible: boolean;
  readonly blockedBy: readonly Blocker[];
  /** What would be undone, in this order: those that depend on it before it. */
  readonly steps: readonly { readonly migration: string; readonly statements: readonly string[] }[];
}

export interface CheckResult {
  /** The database, without secrets. */
  readonly database: string;
  readonly migration: string;
  readonly state: MigrationState;
  readonly path?: string | undefined;
  /** SHA-256: of the file as it is, and of what was applied. */
  readonly checksum: { readonly file?: string | undefined; readonly recorded?: string | undefined };
  readonly recorded?: HistoryDetail | undefined;
  readonly dependsOn: readonly Relative[];
  readonly dependents: readonly Relative[];
  readonly down: DownCheck;
  readonly findings: readonly Pick<Finding, 'ruleId' | 'severity' | 'direction' | 'message' | 'path' | 'line'>[];
  readonly rollback: RollbackCheck;
  /** No finding at error level, and nothing in the history needs a person. */
  readonly clean: boolean;
}

/**
 * All that is known of one migration. Changes nothing, installs nothing.
 * @throws PgairlockError `usage` where neither the folder nor the history has it
 */
export const checkMigration = (options: CheckOptions): Promise<CheckResult> =>
  withRun(options, (run) => checkMigrationOn(run, options));

/** The same on an open run. */
export async function checkMigrationOn(
  run: Run,
  { migration: given, now = new Date() }: Pick<CheckOptions, 'migration' | 'now'>,
): Promise<CheckResult> {
  const { database, schema, project, parser } = run;
  const { migrations } = project;
  const { history } = await readRunHistory(run);
  const gone = history.find(({ name }) => name === given && migrationNamed(given, migrations) === undefined);
  const migration = gone === undefined ? findMigration(given, migrations) : undefined;
  const id = migration?.id ?? given;
  const entry = history.find(({ name }) => name === id);
  const state = migration === undefined ? 'missing' : stateOf(migration, entry);
  const findings = migration === undefined ? [] : await lintOne(run, migration, now);
  const [dependsOn, dependents] = migration === undefined ? [[], []] : relatives(run, migration, history);
  const rollback = planRollback(migrations, history, parser, { id, cascade: true });
  const alone = planRollback(migrations, history, parser, { id });
  return {
    database: describeRun(run),
    migration: id,
    state,
    path: migration?.path,
    checksum: { file: migration?.checksum, recorded: entry?.checksum ?? undefined },
    recorded: (await readDetails(database, schema)).get(id),
    dependsOn,
    dependents,
    down: checkDown(migration, entry, run),
    findings,
    rollback: {
      possible: alone.ok,
      blockedBy: alone.ok ? [] : alone.refusals.map(({ kind, message, others }) => ({ kind, message, others })),
      steps: rollback.steps.map((step) => ({
        migration: step.migration,
        statements: step.statements.map(({ sql }) => sql),
      })),
    },
    clean: !findings.some(({ severity }) => severity === 'error') && !needsPerson.has(state),
  };
}

const needsPerson: ReadonlySet<MigrationState> = new Set(['edited', 'missing', 'failed', 'halfway']);

/** As if it were about to be applied on this server. */
async function lintOne(run: Run, migration: Migration, now: Date): Promise<CheckResult['findings']> {
  const { migrations } = run.project;
  const { steps } = planUp(migrations, [], run.parser, { target: migration.id });
  const { report } = await createChecker(run, now)(steps.filter((step) => step.migration === migration.id));
  return (report?.files ?? [])
    .flatMap(({ findings }) => findings)
    .filter(({ suppressed }) => !suppressed)
    .map(({ ruleId, severity, direction, message, path, line }) => ({
      ruleId,
      severity,
      direction,
      message,
      path,
      line,
    }));
}

function relatives(
  { project, parser }: Run,
  migration: Migration,
  history: readonly HistoryEntry[],
): readonly [readonly Relative[], readonly Relative[]] {
  const { migrations } = project;
  const inferred = inferDependencies(project, parser);
  const relate = (from: Migration, to: Migration, shown: Migration): readonly Relative[] => {
    const declared = declaredDependencies(from, migrations).includes(to);
    const objects = [...(inferred.get(from)?.get(to) ?? [])];
    if ((!declared && objects.length === 0) || from === to) return [];
    const entry = history.find(({ name }) => name === shown.id);
    return [{ migration: shown.id, state: stateOf(shown, entry), declared, objects }];
  };
  return [
    migrations.flatMap((other) => relate(migration, other, other)),
    migrations.flatMap((other) => relate(other, migration, other)),
  ];
}

function checkDown(migration: Migration | undefined, entry: HistoryEntry | undefined, { parser }: Run): DownCheck {
  const { down } = migration ?? {};
  if (migration === undefined || down === undefined) {
    const usable = entry?.rollbackSql != null;
    return { source: usable ? 'recorded' : 'none', usable, problems: [] };
  }
  const { mode, statements, refusals } = planStatements(migration.id, down, parser);
  const problems = refusals.map(({ message, place }) =>
    place === undefined ? message : `line ${place.line}: ${message}`,
  );
  return {
    source: 'file',
    path: down.path,
    mode,
    usable: refusals.length === 0 && statements.length > 0,
    problems: statements.length === 0 && problems.length === 0 ? ['It holds no statement.'] : problems,
  };
}
