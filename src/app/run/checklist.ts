import { isAtLeast } from '../../core/lock-mode.js';
import type { Finding, LockFact } from '../../core/report.js';
import { readActivity, readTableSizes, type ServerActivity, type TableSize } from '../../database/server-activity.js';
import { listBackups } from '../../runner/backup/list-backups.js';
import { describeHolder, holderOf } from '../../runner/lock.js';
import { planUp } from '../../runner/plan/plan-up.js';
import type { Refusal } from '../../runner/plan/refusal.js';
import type { ExplainedStep } from './act-result.js';
import { backupSettings } from './backup-settings.js';
import { createChecker } from './check-steps.js';
import { describeRun, type Run, withRun } from './open-run.js';
import { readRunHistory } from './run-history.js';
import type { RunOptions } from './run-options.js';

export interface ChecklistStep {
  readonly migration: string;
  readonly path: string;
  readonly statements: number;
  /** `journalled`: statement by statement, so that a failure may leave it half-run. */
  readonly mode: 'atomic' | 'journalled';
  /** The strongest of each table that others can see. */
  readonly locks: readonly LockFact[];
  readonly rewrites: readonly string[];
  readonly scans: readonly string[];
  /** The history or the file says how it is undone. */
  readonly hasDown: boolean;
}

export interface ChecklistResult {
  /** The database, without secrets. */
  readonly database: string;
  /** As `server_version_num`. */
  readonly serverVersion: number;
  readonly folder: string;
  readonly pending: readonly ChecklistStep[];
  /** Why nothing can be applied now. */
  readonly refusals: readonly Refusal[];
  readonly findings: readonly Pick<Finding, 'ruleId' | 'severity' | 'message' | 'path' | 'line'>[];
  /** Of the tables that the pending migrations lock, rewrite or read; the largest first. */
  readonly tables: readonly TableSize[];
  readonly activity: ServerActivity;
  /** Who runs migrations now. */
  readonly runner?: string | undefined;
  readonly backup: {
    /** Absolute. */
    readonly folder: string;
    readonly enabled: boolean;
    readonly last?: { readonly file: string; readonly time: string; readonly bytes: number } | undefined;
  };
}

/** Seconds: a migration that waits for such a transaction makes all others wait too. */
const longTransaction = 30;

/** What is to be done and looked at before, during and after a run on production, with what is known now. Changes nothing. */
export const checklist = (options: RunOptions = {}): Promise<ChecklistResult> =>
  withRun(options, (run) => checklistOn(run, options));

/** The same on an open run. */
export async function checklistOn(
  run: Run,
  { now = new Date() }: Pick<RunOptions, 'now'> = {},
): Promise<ChecklistResult> {
  const { database, schema, project, parser } = run;
  const { history } = await readRunHistory(run);
  const plan = planUp(project.migrations, history, parser);
  const check = await createChecker(run, now)(plan.steps);
  const pending = check.steps.map(toStep);
  const touched = pending.flatMap(({ locks, rewrites, scans }) => [
    ...locks.map(({ relation }) => relation),
    ...rewrites,
    ...scans,
  ]);
  const holder = await holderOf(database, schema);
  return {
    database: describeRun(run),
    serverVersion: database.serverVersion,
    folder: run.folder,
    pending,
    refusals: plan.ok ? [] : plan.refusals,
    findings: (check.report?.files ?? [])
      .flatMap(({ findings }) => findings)
      .filter(({ suppressed }) => !suppressed)
      .map(({ ruleId, severity, message, path, line }) => ({ ruleId, severity, message, path, line })),
    tables: await readTableSizes(database, [...new Set(touched)]),
    activity: await readActivity(database, longTransaction),
    runner: holder && describeHolder(holder),
    backup: await lastBackup(run),
  };
}

function toStep({ step, facts }: ExplainedStep): ChecklistStep {
  const all = [...facts.values()];
  const locks = new Map<string, LockFact>();
  for (const lock of all.flatMap((one) => one.locks)) {
    const known = locks.get(lock.relation);
    if (known === undefined || !isAtLeast(known.mode, lock.mode)) locks.set(lock.relation, lock);
  }
  return {
    migration: step.migration,
    path: step.path,
    statements: step.statements.length,
    mode: step.mode,
    locks: [...locks.values()],
    rewrites: [...new Set(all.flatMap(({ rewrites }) => rewrites))],
    scans: [...new Set(all.flatMap(({ scans }) => scans))],
    hasDown: step.direction === 'up' && step.record.rollbackSql !== undefined,
  };
}

async function lastBackup({ settings }: Run): Promise<ChecklistResult['backup']> {
  const { folder } = backupSettings(settings);
  const last = (await listBackups(folder)).findLast(({ complete }) => complete);
  return {
    folder,
    enabled: settings.backup?.enabled !== false,
    last: last && { file: last.file, time: last.time.toISOString(), bytes: last.bytes },
  };
}
