import type { Database } from '../../database/database.js';
import type { PlannedStatement } from '../plan/plan.js';
import { buildConcurrently } from './concurrent-index.js';
import { toFailure } from './failure.js';
import type { StepFailure } from './result.js';
import { withoutStatementTimeout } from './session-settings.js';

/**
 * Runs one statement, with all that belongs to its kind. What the server answers is a value.
 * @param others Invalid indexes that are not the statement's own.
 */
export async function runStatement(
  database: Database,
  statement: PlannedStatement,
  others: ReadonlySet<string> = new Set(),
): Promise<StepFailure | undefined> {
  const send = (): Promise<void> => database.execute(statement.sql);
  const { concurrentIndex } = statement;
  const build = concurrentIndex ? () => buildConcurrently(database, concurrentIndex, others, send) : send;
  try {
    await (statement.withoutStatementTimeout ? withoutStatementTimeout(database, build) : build());
    return undefined;
  } catch (error) {
    return toFailure(error, statement);
  }
}
