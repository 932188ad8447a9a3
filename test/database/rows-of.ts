import type { ConnectionTarget } from '../../src/database/connection-target.js';
import type { Row } from '../../src/database/database.js';
import { openDatabase } from '../../src/database/open-database.js';

/** Runs statements in a session of their own, and gives the rows of the last one. */
export async function rowsOf(target: ConnectionTarget, ...statements: readonly string[]): Promise<readonly Row[]> {
  const database = await openDatabase(target);
  try {
    let rows: readonly Row[] = [];
    for (const statement of statements) rows = await database.query(statement);
    return rows;
  } finally {
    await database.close();
  }
}
