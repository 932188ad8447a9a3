import type { Database } from '../database/database.js';

/** Runs `work` in a transaction of its own; an error rolls it back and goes on to the caller. */
export async function inTransaction<T>(database: Database, work: () => Promise<T>): Promise<T> {
  await database.execute('BEGIN');
  try {
    const result = await work();
    await database.execute('COMMIT');
    return result;
  } catch (error) {
    // A connection that broke cannot roll back, and needs not: the server has done so.
    await database.execute('ROLLBACK').catch(() => {});
    throw error;
  }
}
