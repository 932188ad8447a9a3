import { PgairlockError } from '../../core/error.js';
import { migrationNamed } from '../../engine/dependencies.js';
import { findDamage } from '../../runner/repair/find-damage.js';
import { planRepair } from '../../runner/repair/plan-repair.js';
import { readCondition, repair as repairHistory } from '../../runner/repair/repair.js';
import type { Finding, RepairAction } from '../../runner/repair/repair-action.js';
import { describeRun, type Run, withRun } from './open-run.js';
import { readRunHistory } from './run-history.js';
import type { RunOptions } from './run-options.js';
import { withHistory } from './with-history.js';

export interface RepairRunOptions extends RunOptions {
  /** What is to be done, with migrations by id, version or name. None: only look. */
  readonly actions?: readonly RepairAction[] | undefined;
  /** Why; kept in the history. Needed where anything is done. */
  readonly reason?: string | undefined;
  readonly dryRun?: boolean | undefined;
}

export interface RepairResult {
  /** The database, without secrets. */
  readonly database: string;
  readonly dryRun: boolean;
  /** What needs a person: as it is after what was done. */
  readonly findings: readonly Finding[];
  /** What was done, or would be. Empty where anything was refused. */
  readonly done: readonly RepairAction[];
  readonly refusals: readonly string[];
}

/**
 * Says what is damaged, and sets it right as a person decides. Without actions it changes nothing and installs nothing.
 * @throws PgairlockError `usage` for actions without a reason
 */
export const repair = (options: RepairRunOptions = {}): Promise<RepairResult> =>
  withRun(options, (run) => repairOn(run, options));

/** The same on an open run. */
export async function repairOn(
  run: Run,
  { actions = [], reason = '', dryRun = false }: Omit<RepairRunOptions, keyof RunOptions> = {},
): Promise<RepairResult> {
  if (actions.length > 0 && reason.trim() === '')
    throw new PgairlockError('usage', 'Say why, with --reason: it is kept in the history.');
  const wanted = actions.map((action) => withId(action, run));
  if (wanted.length === 0 || dryRun) return look(run, wanted, dryRun);
  return withHistory(run, async (lock) => {
    const { database, schema, project, parser } = run;
    const { interop } = await readRunHistory(run);
    const other = interop && { interop, parser };
    const { migrations } = project;
    const plan = await repairHistory(database, schema, { migrations, actions: wanted, reason, lock, interop: other });
    return toResult(run, plan.ok ? { done: plan.actions } : { refusals: plan.refusals });
  });
}

async function look(run: Run, wanted: readonly RepairAction[], dryRun: boolean): Promise<RepairResult> {
  const plan = planRepair(wanted, await readCondition(run.database, run.schema, run.project.migrations));
  return toResult(run, plan.ok ? { done: plan.actions, dryRun } : { refusals: plan.refusals, dryRun });
}

async function toResult(run: Run, facts: Partial<RepairResult>): Promise<RepairResult> {
  const findings = findDamage(await readCondition(run.database, run.schema, run.project.migrations));
  return { database: describeRun(run), dryRun: false, findings, done: [], refusals: [], ...facts };
}

/** One whose file is gone has its id alone. */
function withId(action: RepairAction, { project }: Run): RepairAction {
  if (action.kind === 'drop-index') return action;
  const migration = migrationNamed(action.migration.replace(/\.sql$/i, ''), project.migrations)?.id;
  return migration === undefined ? action : { ...action, migration };
}
