import { PgairlockError } from '../../core/error.js';
import type { Database } from '../../database/database.js';
import { DatabaseError } from '../../database/database-error.js';
import { inTransaction } from '../in-transaction.js';
import type { Step } from '../plan/plan.js';
import { refusePooled } from '../plan/refuse-pooled.js';
import type { ExecuteOptions } from './execute-options.js';
import { lostConnection } from './failure.js';
import { recordFailure } from './record.js';
import { wasCommitted } from './resolve-commit.js';
import type { StepFailure, StepResult } from './result.js';
import { attemptAtomic } from './run-atomic.js';
import { runJournalled } from './run-journalled.js';
import { isPooled, resetSession } from './session-settings.js';
import { withRetries } from './with-retries.js';

/**
 * Does what the plan says, in its order, and stops after the first step that fails. One result a step. The history must be
 * installed, and the caller hold the lock.
 * @throws PgairlockError `not-available` where a statement needs a session, and the connection is pooled by transaction
 */
export async function executePlan(
  database: Database,
  steps: readonly Step[],
  options: ExecuteOptions,
): Promise<readonly StepResult[]> {
  refuseWithoutSession(steps, options);
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

/** Plans may be made without knowing of the pooler. */
function refuseWithoutSession(steps: readonly Step[], options: ExecuteOptions): void {
  const [refusal] = isPooled(options) ? refusePooled(steps) : [];
  if (refusal) throw new PgairlockError('not-available', refusal.message);
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
    const committed = run.transaction === undefined ? false : await ask(run.transaction, step, options);
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
  /** The id of the transaction for which COMMIT was sent. */
  readonly transaction?: string | undefined;
}

async function runStep(database: Database, step: Step, options: ExecuteOptions): Promise<Run> {
  if (step.mode === 'journalled') return runJournalled(database, step, options);
  const { last, attempts } = await withRetries(options, step, () => attemptAtomic(database, step, options));
  return { ...last, attempts };
}

/** That the failure cannot be recorded must not hide it. */
async function record(
  database: Database,
  step: Step,
  failure: StepFailure,
  durationMs: number,
  { schema, lock }: ExecuteOptions,
): Promise<boolean> {
  try {
    await inTransaction(database, async () => {
      await resetSession(database);
      await lock?.guard();
      await recordFailure(database, schema, step, failure, durationMs);
    });
    return true;
  } catch (error) {
    if (error instanceof DatabaseError) return false;
    throw error;
  }
}

/** Asks in a new session what became of the COMMIT. */
async function ask(
  transaction: string,
  step: Step,
  { reconnect, schema, clock }: ExecuteOptions,
): Promise<boolean | undefined> {
  const other = await reconnect?.().catch(() => undefined);
  if (other === undefined) return undefined;
  try {
    return await wasCommitted(other, transaction, step, schema, clock);
  } finally {
    await other.close();
  }
}
