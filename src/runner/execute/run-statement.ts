import type { Database } from '../../database/database.js';
import type { PlannedStatement } from '../plan/plan.js';
import { buildConcurrently } from './concurrent-index.js';
import type { ExecuteOptions } from './execute-options.js';
import { stoppedBefore, toFailure } from './failure.js';
import type { StepFailure } from './result.js';
import { withoutStatementTimeout } from './session-settings.js';

export interface StatementOptions extends Pick<ExecuteOptions, 'watch' | 'clock' | 'onEvent' | 'signal'> {
  /** The id that it is of. */
  readonly migration: string;
}

/**
 * Runs one statement, with all that belongs to its kind. What the server answers is a value.
 * @param others Invalid indexes that are not the statement's own.
 */
export async function runStatement(
  database: Database,
  statement: PlannedStatement,
  { migration, watch, clock, onEvent, signal }: StatementOptions,
  others: ReadonlySet<string> = new Set(),
): Promise<StepFailure | undefined> {
  if (signal?.aborted) return stoppedBefore(statement);
  const started = clock.now();
  const execute = (): Promise<void> => database.execute(statement.sql);
  const send = watch ? () => watch.during(database.backendPid, execute) : execute;
  const { concurrentIndex } = statement;
  const build = concurrentIndex ? () => buildConcurrently(database, concurrentIndex, others, send) : send;
  try {
    await (statement.withoutStatementTimeout ? withoutStatementTimeout(database, build) : build());
    onEvent?.({ kind: 'statement-done', migration, index: statement.index, durationMs: clock.now() - started });
    return undefined;
  } catch (error) {
    const failure = toFailure(error, statement);
    return failure.sqlstate === '55P03' ? { ...failure, blockers: watch?.blockers } : failure;
  }
}
