import { type UpOptions as PlanOptions, planUp } from '../../runner/plan/plan-up.js';
import { act } from './act.js';
import type { ActOptions, ForceOptions } from './act-options.js';
import type { ActResult } from './act-result.js';
import { createChecker } from './check-steps.js';
import { toDecision } from './decision.js';
import { type Run, withRun } from './open-run.js';

export interface UpOptions
  extends ActOptions,
    ForceOptions,
    Pick<PlanOptions, 'target' | 'steps' | 'outOfOrder' | 'allowMissing'> {}

/**
 * Applies what is pending, after checking it and backing the database up. Nothing is applied where a finding is at error
 * level, unless it is forced.
 * @throws PgairlockError as `withRun` and `createBackup` do; what the server refuses is in the result
 */
export const up = (options: UpOptions = {}): Promise<ActResult> => withRun(options, (run) => upOn(run, options));

/** The same on a project and a session that are open. */
export function upOn(run: Run, options: UpOptions = {}): Promise<ActResult> {
  const { project, parser, settings } = run;
  const check = createChecker(run, options.now ?? new Date());
  const { target, steps, resume, allowMissing, outOfOrder = settings.run?.outOfOrder } = options;
  return act(run, options, async ({ history }, pooled) => {
    const given = { target, steps, resume, allowMissing, outOfOrder, pooled };
    const plan = planUp(project.migrations, history, parser, given);
    return toDecision(plan, await check(plan.steps), options);
  });
}
