import type { Migration } from '../../core/migration.js';
import type { HistoryEntry } from '../../runner/history/history-entry.js';
import { type Plan, toPlan } from '../../runner/plan/plan.js';
import { planRollback } from '../../runner/plan/plan-rollback.js';
import { planUp } from '../../runner/plan/plan-up.js';
import type { Refusal } from '../../runner/plan/refusal.js';
import type { Parser } from '../../sql/parser.js';
import { act } from './act.js';
import type { ActOptions, ForceOptions } from './act-options.js';
import type { ActResult } from './act-result.js';
import { createChecker } from './check-steps.js';
import { toDecision } from './decision.js';
import { type Run, withRun } from './open-run.js';

export interface RedoOptions extends ActOptions, ForceOptions {}

/**
 * Rolls back the migration that was applied last, and applies it again, after checking it and backing the database up.
 * @throws PgairlockError as `withRun` and `createBackup` do; what the server refuses is in the result
 */
export const redo = (options: RedoOptions = {}): Promise<ActResult> => withRun(options, (run) => redoOn(run, options));

/** The same on a project and a session that are open. */
export function redoOn(run: Run, options: RedoOptions = {}): Promise<ActResult> {
  const { project, parser } = run;
  const check = createChecker(run, options.now ?? new Date());
  return act(run, options, async ({ history }, pooled) => {
    const plan = planRedo(project.migrations, history, parser, { resume: options.resume, pooled });
    return toDecision(plan, await check(plan.steps), options);
  });
}

/** The down, and the up by the history that the down will leave. */
function planRedo(
  migrations: readonly Migration[],
  history: readonly HistoryEntry[],
  parser: Parser,
  options: { readonly resume: boolean | undefined; readonly pooled: boolean },
): Plan {
  const down = planRollback(migrations, history, parser, options);
  const ids = new Set(down.steps.map(({ migration }) => migration));
  if (!down.ok || ids.size === 0) return down;
  const after = history.map(
    (entry): HistoryEntry => (ids.has(entry.name) ? { ...entry, status: 'rolled_back' } : entry),
  );
  const up = planUp(migrations, after, parser, { ...options, outOfOrder: true, allowMissing: true });
  const ups = up.steps.filter(({ migration }) => ids.has(migration));
  const refusals = up.ok ? [] : up.refusals.filter(({ migration }) => ids.has(migration));
  const gone = [...ids].filter((id) => !migrations.some((migration) => migration.id === id)).map(noFile);
  return toPlan('up', [...down.steps, ...ups], [...refusals, ...gone]);
}

const noFile = (migration: string): Refusal => ({
  kind: 'missing-file',
  migration,
  message: `${migration} has no file, so that it could not be applied again. \`pgairlock rollback\` undoes it alone.`,
});
