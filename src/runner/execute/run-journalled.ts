import type { Database } from '../../database/database.js';
import { inTransaction } from '../in-transaction.js';
import type { PlannedStatement, Step } from '../plan/plan.js';
import { othersInvalid } from './concurrent-index.js';
import type { ExecuteOptions } from './execute-options.js';
import { toFailure } from './failure.js';
import { recordEnd, recordStart, recordStatement } from './record.js';
import type { StepFailure } from './result.js';
import { runStatement } from './run-statement.js';
import { prepareSession, resetSession } from './session-settings.js';
import { withRetries } from './with-retries.js';

export interface JournalledRun {
  readonly failure?: StepFailure | undefined;
  /** The most that a statement was tried. */
  readonly attempts: number;
}

/** Statement by statement, each recorded when it is done, so that a run that breaks off can go on. */
export async function runJournalled(database: Database, step: Step, options: ExecuteOptions): Promise<JournalledRun> {
  const { schema, clock } = options;
  const started = clock.now();
  let attempts = 1;
  try {
    await prepareSession(database, options);
    // A run that goes on keeps the journal that it began.
    if (step.direction === 'up' && step.resumedAfter === 0) await recordStart(database, schema, step);
    for (const statement of step.statements) {
      const others = await othersInvalid(database, statement.concurrentIndex);
      const tried = await withRetries(options, step, () => attemptOne(database, step, statement, others, options));
      attempts = Math.max(attempts, tried.attempts);
      if (tried.last.failure) return { failure: tried.last.failure, attempts };
    }
    await resetSession(database);
    await inTransaction(database, async () => {
      await recordEnd(database, schema, step, clock.now() - started);
      await options.interop?.record(database, step);
    });
    return { attempts };
  } catch (error) {
    await database.execute('ROLLBACK').catch(() => {});
    return { failure: toFailure(error), attempts };
  }
}

interface Attempt {
  readonly failure?: StepFailure | undefined;
}

async function attemptOne(
  database: Database,
  step: Step,
  statement: PlannedStatement,
  others: ReadonlySet<string>,
  options: ExecuteOptions,
): Promise<Attempt> {
  const journal = (): Promise<void> => recordStatement(database, options.schema, step, statement);
  const context = { ...options, migration: step.migration };
  if (statement.transaction === 'none') {
    const failure = await runStatement(database, statement, context, others);
    if (failure === undefined) await inTransaction(database, journal);
    return { failure };
  }
  await database.execute('BEGIN');
  const failure = await runStatement(database, statement, context);
  if (failure !== undefined) {
    await database.execute('ROLLBACK').catch(() => {});
    return { failure };
  }
  await journal();
  await database.execute('COMMIT');
  return {};
}
