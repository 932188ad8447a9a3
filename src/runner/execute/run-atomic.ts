import type { Database } from '../../database/database.js';
import type { Step } from '../plan/plan.js';
import type { ExecuteOptions } from './execute-options.js';
import { toFailure } from './failure.js';
import { recordEnd, recordStart } from './record.js';
import { transactionId } from './resolve-commit.js';
import type { StepFailure } from './result.js';
import { runStatement } from './run-statement.js';
import { asItWasOpened, beginTransaction, prepareSession } from './session-settings.js';

export interface AtomicAttempt {
  readonly failure?: StepFailure | undefined;
  /** The id of the transaction for which COMMIT was sent. */
  readonly transaction?: string | undefined;
}

/** All statements and the history's row in one transaction: both are there afterwards, or neither. */
export async function attemptAtomic(database: Database, step: Step, options: ExecuteOptions): Promise<AtomicAttempt> {
  const { schema, clock } = options;
  const started = clock.now();
  let transaction: string | undefined;
  try {
    await prepareSession(database, options);
    await beginTransaction(database, options);
    // A lock of the session is looked at before COMMIT; a question now would be one before SET TRANSACTION.
    if (options.lock?.pooling !== 'none') await options.lock?.guard();
    for (const statement of step.statements) {
      const failure = await runStatement(database, statement, { ...options, migration: step.migration });
      if (failure) return { failure: await rolledBack(database, failure) };
    }
    // What waits for COMMIT fails here, where it can still be told from COMMIT itself.
    await database.executeAll(['SET CONSTRAINTS ALL IMMEDIATE', ...asItWasOpened]);
    if (step.direction === 'up') await recordStart(database, schema, step);
    await recordEnd(database, schema, step, clock.now() - started);
    await options.interop?.record(database, step);
    await options.lock?.guard();
    transaction = await transactionId(database);
    await database.execute('COMMIT');
    return {};
  } catch (error) {
    return { failure: await rolledBack(database, toFailure(error)), transaction };
  }
}

/** A connection that broke cannot roll back, and needs not: the server does so. */
async function rolledBack(database: Database, failure: StepFailure): Promise<StepFailure> {
  await database.execute('ROLLBACK').catch(() => {});
  return failure;
}
