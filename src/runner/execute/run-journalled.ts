import type { Database } from '../../database/database.js';
import { inTransaction } from '../in-transaction.js';
import type { PlannedStatement, Step } from '../plan/plan.js';
import { indexesOf, othersInvalid } from './concurrent-index.js';
import type { ExecuteOptions } from './execute-options.js';
import { toFailure } from './failure.js';
import { recordEnd, recordStart, recordStatement } from './record.js';
import { isDoneAlready, saysDone } from './resolve-begun.js';
import type { StepFailure } from './result.js';
import { runStatement } from './run-statement.js';
import { beginTransaction, isPooled, prepareSession, resetSession } from './session-settings.js';
import { withRetries } from './with-retries.js';

export interface JournalledRun {
  readonly failure?: StepFailure | undefined;
  /** The most that a statement was tried. */
  readonly attempts: number;
}

/** Statement by statement, each recorded when it is done, so that a run that breaks off can go on. */
export async function runJournalled(database: Database, step: Step, options: ExecuteOptions): Promise<JournalledRun> {
  const { clock } = options;
  const started = clock.now();
  let attempts = 1;
  let current: PlannedStatement | undefined = step.statements[0];
  try {
    await prepareSession(database, options);
    await begin(database, step, options);
    for (const statement of step.statements) {
      current = statement;
      if (await isDoneAlready(database, step, statement)) {
        await inRecords(database, options, () => recordStatement(database, options.schema, step, statement));
        continue;
      }
      const others = await othersInvalid(database, statement.concurrentIndex);
      if (statement.transaction === 'none') await announce(database, step, statement, options);
      const tried = await withRetries(options, step, () => attemptOne(database, step, statement, others, options));
      attempts = Math.max(attempts, tried.attempts);
      if (tried.last.failure) return { failure: tried.last.failure, attempts };
    }
    current = undefined;
    if (!isPooled(options)) await resetSession(database);
    await inRecords(database, options, async () => {
      await recordEnd(database, options.schema, step, clock.now() - started);
      await options.interop?.record(database, step);
    });
    return { attempts };
  } catch (error) {
    await database.execute('ROLLBACK').catch(() => {});
    // Not the statement's own failure, but it says how far it came.
    return { failure: { ...toFailure(error), statementIndex: current?.index }, attempts };
  }
}

/** In a transaction of its own, with the lock still ours. */
const inRecords = (database: Database, { lock }: ExecuteOptions, work: () => Promise<void>): Promise<void> =>
  inTransaction(database, async () => {
    // The file may have changed the role.
    await database.execute('SET LOCAL SESSION AUTHORIZATION DEFAULT');
    await lock?.guard();
    await work();
  });

/** A run that goes on keeps the journal that it began. */
async function begin(database: Database, step: Step, options: ExecuteOptions): Promise<void> {
  if (step.direction === 'down' || step.resumedAfter > 0 || step.begun !== undefined) return;
  await inRecords(database, options, () => recordStart(database, options.schema, step));
}

/** What was announced and cut off stays as it is: the index that it built is not one of those before it. */
async function announce(
  database: Database,
  step: Step,
  statement: PlannedStatement,
  options: ExecuteOptions,
): Promise<void> {
  if (step.begun?.index === statement.index) return;
  const indexesBefore = await indexesOf(database, statement.concurrentIndex);
  await inRecords(database, options, () =>
    recordStatement(database, options.schema, step, statement, { indexesBefore }),
  );
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
    if (failure !== undefined && !saysDone(failure, step, statement)) return { failure };
    await inRecords(database, options, journal);
    return {};
  }
  await beginTransaction(database, options);
  const failure = await runStatement(database, statement, context);
  if (failure !== undefined) {
    await database.execute('ROLLBACK').catch(() => {});
    return { failure };
  }
  if (isPooled(options)) await resetSession(database);
  await journal();
  await options.lock?.guard();
  await database.execute('COMMIT');
  return {};
}
