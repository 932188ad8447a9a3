import type { Database } from '../../database/database.js';
import { isConnectionLoss } from '../../database/database-error.js';
import type { HistorySchema } from '../history/schema-name.js';
import { hasLeaseTable, lockRows } from './holder.js';
import { lostInTransaction, lostOnRelease, type MigrationLock } from './migration-lock.js';

/** The advisory lock of this history, for the session. `undefined` where another session has it, or a runner a lease. */
export async function trySessionLock(database: Database, schema: HistorySchema): Promise<MigrationLock | undefined> {
  const [row] = await database.query('SELECT pg_catalog.pg_try_advisory_lock($1::bigint) AS locked', [schema.lockKey]);
  if (row?.locked !== 't') return undefined;
  // From here on nobody gets a lease, which needs the same advisory lock.
  if (!(await isLeased(database, schema))) return sessionLock(database, schema);
  await unlock(database, schema);
  return undefined;
}

/** A lease that ended is removed, so that a runner who comes back to it finds it gone. */
async function isLeased(database: Database, schema: HistorySchema): Promise<boolean> {
  if (!(await hasLeaseTable(database, schema))) return false;
  const table = `${schema.identifier}.migration_lease`;
  await database.execute(`DELETE FROM ${table} WHERE token IN (${endedLeases(table)})`);
  return (await database.query(`SELECT token FROM ${table}`)).length > 0;
}

/** The row is locked while its runner is in a transaction, however long that takes. */
export const endedLeases = (table: string): string =>
  `SELECT l.token FROM ${table} AS l WHERE l.expires_at < pg_catalog.clock_timestamp() FOR UPDATE SKIP LOCKED`;

function sessionLock(database: Database, schema: HistorySchema): MigrationLock {
  const isHeld = async (): Promise<boolean> => {
    const [row] = await database.query(`SELECT EXISTS (${lockRows} AND l.pid = pg_catalog.pg_backend_pid()) AS held`, [
      schema.lockKey,
    ]);
    return row?.held === 't';
  };
  return {
    kind: 'session',
    pooling: 'none',
    isHeld,
    guard: async () => {
      if (!(await isHeld())) throw lostInTransaction();
    },
    release: async () => {
      // With the connection the lock is gone too.
      if (!(await unlock(database, schema).catch(ignoreLoss))) throw lostOnRelease();
    },
  };
}

export function ignoreLoss(error: unknown): true {
  if (isConnectionLoss(error)) return true;
  throw error;
}

async function unlock(database: Database, { lockKey }: HistorySchema): Promise<boolean> {
  const [row] = await database.query('SELECT pg_catalog.pg_advisory_unlock($1::bigint) AS unlocked', [lockKey]);
  return row?.unlocked === 't';
}
