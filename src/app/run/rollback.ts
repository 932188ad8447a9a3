import { planRollback } from '../../runner/plan/plan-rollback.js';
import { act } from './act.js';
import type { ActOptions } from './act-options.js';
import type { ActResult } from './act-result.js';
import { createChecker } from './check-steps.js';
import { toDecision } from './decision.js';
import { type Run, withRun } from './open-run.js';

export interface RollbackOptions extends ActOptions {
  /**
   * What to undo. `id`: one migration, with `cascade` those that depend on it before it. `steps`: so many, latest first.
   * `to`: everything that was applied after that one, which stays. Default: the one that was applied last.
   */
  readonly selection?:
    | { readonly id: string; readonly cascade?: boolean | undefined }
    | { readonly steps: number }
    | { readonly to: string }
    | undefined;
}

/**
 * Undoes applied migrations by their downs, after backing the database up. Refused while applied migrations depend on them.
 * @throws PgairlockError as `withRun` and `createBackup` do; what the server refuses is in the result
 */
export const rollback = (options: RollbackOptions = {}): Promise<ActResult> =>
  withRun(options, (run) => rollbackOn(run, options));

/** The same on a project and a session that are open. */
export function rollbackOn(run: Run, options: RollbackOptions = {}): Promise<ActResult> {
  const { project, parser } = run;
  const check = createChecker(run, options.now ?? new Date());
  const { resume, selection = { steps: 1 } } = options;
  const wanted = 'to' in selection ? { target: selection.to } : selection;
  return act(run, options, async ({ history }, pooled) => {
    const plan = planRollback(project.migrations, history, parser, { ...wanted, resume, pooled });
    return toDecision(plan, await check(plan.steps));
  });
}
