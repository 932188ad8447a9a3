import type { Database } from '../../database/database.js';
import { DatabaseError } from '../../database/database-error.js';
import { inTransaction } from '../in-transaction.js';
import type { Step } from '../plan/plan.js';
import type { ExecuteOptions } from './execute-options.js';
import { lostConnection } from './failure.js';
import { recordFailure } from './record.js';
import { wasCommitted } from './resolve-commit.js';
import type { StepFailure, StepResult } from './result.js';
import { attemptAtomic } from './run-atomic.js';
import { runJournalled } from './run-journalled.js';
import { resetSession } from './session-settings.js';
import { withRetries } from './with-retries.js';

/**
 * Does what the plan says, in its order, and stops after the first step that fails. One result a step. The history must be
 * installed, and the caller hold the lock.
 */
export async function executePlan(
  database: Database,
  steps: readonly Step[],
  options: ExecuteOptions,
): Promise<readonly StepResult[]> {
  const results: StepResult[] = [];
  let stopped = false;
  for (const [index, step] of steps.entries()) {
    const { migration, direction } = step;
    if (stopped) {
      results.push({ outcome: 'skipped', migration, direction, attempts: 0, durationMs: 0 });
      continue;
    }
    options.onEvent?.({ kind: 'step-started', migration, direction, number: index + 1, of: steps.length });
    const { result, usable } = await executeStep(database, step, options);
    results.push(result);
    if (result.outcome === 'done')
      options.onEvent?.({ kind: 'step-done', migration, direction, durationMs: result.durationMs });
    stopped = result.outcome !== 'done' || !usable;
  }
  return results;
}

interface Executed {
  readonly result: StepResult;
  /** The session is still there for the next step. */
  readonly usable: boolean;
}

async function executeStep(database: Database, step: Step, options: ExecuteOptions): Promise<Executed> {
  const started = options.clock.now();
  const run = await runStep(database, step, options);
  const { migration, direction, mode } = step;
  const facts = { migration, direction, attempts: run.attempts, durationMs: options.clock.now() - started };
  const { failure } = run;
  if (failure === undefined) return { result: { ...facts, outcome: 'done' }, usable: true };
  if (lostConnection(failure)) {
    const committed = run.committing ? await ask(database, step, options) : false;
    if (committed === undefined) return { result: { ...facts, outcome: 'unknown', failure }, usable: false };
    if (committed) return { result: { ...facts, outcome: 'done' }, usable: false };
    return { result: { ...facts, outcome: 'failed', mode, failure, recorded: false }, usable: false };
  }
  const recorded = await record(database, step, failure, facts.durationMs, options);
  return { result: { ...facts, outcome: 'failed', mode, failure, recorded }, usable: true };
}

interface Run {
  readonly failure?: StepFailure | undefined;
  readonly attempts: number;
  readonly committing: boolean;
}

async function runStep(database: Database, step: Step, options: ExecuteOptions): Promise<Run> {
  if (step.mode === 'journalled') return { ...(await runJournalled(database, step, options)), committing: false };
  const { last, attempts } = await withRetries(options, step, () => attemptAtomic(database, step, options));
  return { ...last, attempts };
}

/** That the failure cannot be recorded must not hide it. */
async function record(
  database: Database,
  step: Step,
  failure: StepFailure,
  durationMs: number,
  { schema }: ExecuteOptions,
): Promise<boolean> {
  try {
    await resetSession(database);
    await inTransaction(database, () => recordFailure(database, schema, step, failure, durationMs));
    return true;
  } catch (error) {
    if (error instanceof DatabaseError) return false;
    throw error;
  }
}

/** Asks in a new session what became of the COMMIT. */
async function ask(
  database: Database,
  step: Step,
  { reconnect, schema, clock }: ExecuteOptions,
): Promise<boolean | undefined> {
  const other = await reconnect?.().catch(() => undefined);
  if (other === undefined) return undefined;
  try {
    return await wasCommitted(other, database.backendPid, step, schema, clock);
  } finally {
    await other.close();
  }
}
