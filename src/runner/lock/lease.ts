import type { Database } from '../../database/database.js';
import { installInTransaction } from '../history/install/install-history.js';
import type { HistorySchema } from '../history/schema-name.js';
import { inTransaction } from '../in-transaction.js';
import { startHeartbeat } from './heartbeat.js';
import { lostInTransaction, lostOnRelease, type MigrationLock } from './migration-lock.js';
import type { Pooling } from './pooling.js';
import { endedLeases, ignoreLoss } from './session-lock.js';

export interface LeaseOptions {
  readonly pooling: Pooling;
  /** Milliseconds that it lasts without being renewed. */
  readonly duration: number;
  readonly connect?: (() => Promise<Database>) | undefined;
}

/**
 * A row that says who is at work, for sessions that a pooler may change under us. It installs the history where it must.
 * `undefined` where another runner has it.
 */
export async function tryLease(
  database: Database,
  schema: HistorySchema,
  options: LeaseOptions,
): Promise<MigrationLock | undefined> {
  const token = await inTransaction(database, () => takeRow(database, schema, options.duration));
  return token === undefined ? undefined : lease(database, schema, token, options);
}

async function takeRow(database: Database, schema: HistorySchema, duration: number): Promise<string | undefined> {
  // Runners without a pooler hold it for their session, and who is just taking the lease for this transaction.
  const [row] = await database.query('SELECT pg_catalog.pg_try_advisory_xact_lock($1::bigint) AS locked', [
    schema.lockKey,
  ]);
  if (row?.locked !== 't') return undefined;
  await installInTransaction(database, schema);
  const table = `${schema.identifier}.migration_lease`;
  await database.execute(`DELETE FROM ${table} WHERE token IN (${endedLeases(table)})`);
  const [taken] = await database.query(
    `INSERT INTO ${table} (token, expires_at)
     VALUES (pg_catalog.md5(pg_catalog.concat(pg_catalog.random(), pg_catalog.clock_timestamp(), pg_catalog.pg_backend_pid())),
             ${inFuture})
     ON CONFLICT DO NOTHING RETURNING token`,
    [String(duration)],
  );
  return taken?.token ?? undefined;
}

const inFuture = "pg_catalog.clock_timestamp() + $1::double precision * interval '1 millisecond'";

function lease(
  database: Database,
  schema: HistorySchema,
  token: string,
  { pooling, duration, connect }: LeaseOptions,
): MigrationLock {
  const table = `${schema.identifier}.migration_lease`;
  const ours = `token = '${token}'`;
  const renew = `UPDATE ${table} SET renewed_at = pg_catalog.clock_timestamp(), expires_at = ${inFuture} WHERE `;
  const heartbeat = startHeartbeat(duration / 3, connect, async (other) => {
    // While the runner is in a transaction the row is locked, and needs no renewal.
    const free = `SELECT l.token FROM ${table} AS l WHERE l.${ours} FOR UPDATE SKIP LOCKED`;
    await other.query(`${renew} token IN (${free})`, [String(duration)]);
  });
  return {
    kind: 'lease',
    pooling,
    isHeld: async () => (await database.query(`SELECT token FROM ${table} WHERE ${ours}`)).length > 0,
    guard: async () => {
      const rows = await database.query(`${renew} ${ours} RETURNING token`, [String(duration)]);
      if (rows.length === 0) throw lostInTransaction();
    },
    release: async () => {
      await heartbeat.stop();
      const remove = async (session: Database): Promise<boolean> =>
        (await session.query(`DELETE FROM ${table} WHERE ${ours} RETURNING token`)).length > 0;
      // Without a connection it ends by itself.
      if (!(await remove(database).catch(ignoreLoss))) throw lostOnRelease();
    },
  };
}
