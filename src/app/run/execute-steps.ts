import { defaults } from '../../runner/execute/execute-options.js';
import { executePlan } from '../../runner/execute/execute-plan.js';
import { createLockWatch } from '../../runner/execute/lock-watch.js';
import type { StepResult } from '../../runner/execute/result.js';
import type { MigrationLock } from '../../runner/lock.js';
import type { Step } from '../../runner/plan/plan.js';
import type { ActOptions } from './act-options.js';
import { secondSession } from './hold-lock.js';
import type { Run } from './open-run.js';
import type { RunHistory } from './run-history.js';
import { stoppedBy } from './stopped-by.js';

/** Runs the steps with the timeouts of the options and of the config, tells of progress, and watches who blocks. */
export async function executeSteps(
  run: Run,
  steps: readonly Step[],
  { interop }: RunHistory,
  lock: MigrationLock,
  options: ActOptions,
): Promise<readonly StepResult[]> {
  const { database, schema, clock, settings, emit } = run;
  const lockTimeout = options.lockTimeout ?? settings.run?.lockTimeout ?? defaults.lockTimeout;
  const reconnect = secondSession(run);
  // Looked at twice in a wait, it is seen at least once.
  const watch = reconnect && createLockWatch(reconnect, Math.max(20, lockTimeout / 2));
  const work = (signal?: AbortSignal): Promise<readonly StepResult[]> =>
    executePlan(database, steps, {
      schema,
      clock,
      lock,
      interop,
      reconnect,
      watch,
      lockTimeout,
      signal,
      statementTimeout: options.statementTimeout ?? settings.run?.statementTimeout,
      attempts: settings.run?.attempts,
      onEvent: emit,
    });
  const silence = database.onNotice(({ severity, message }) => emit({ kind: 'notice', severity, message }));
  try {
    if (options.stoppable === undefined) return await work();
    return await options.stoppable((signal) => stoppedBy(signal, run, lock, work));
  } finally {
    silence();
    await watch?.close();
  }
}
