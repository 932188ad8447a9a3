import { PgairlockError } from '../core/error.js';
import type { Database, Row } from '../database/database.js';
import type { Clock } from './clock.js';
import type { HistorySchema } from './history/schema-name.js';

/** The session that holds the lock. */
export interface LockHolder {
  readonly pid: number;
  readonly user: string;
  readonly application: string;
  /** `active`, `idle`, `idle in transaction`, … */
  readonly state: string;
  /** When that session began, as the server writes it. */
  readonly since: string;
}

export type LockOutcome =
  | { readonly acquired: true; readonly lock: MigrationLock }
  /** `holder` is absent where it let go just then, or the server does not show it to us. */
  | { readonly acquired: false; readonly holder?: LockHolder | undefined };

export interface MigrationLock {
  /**
   * The session that asks still holds it. Behind a pooler that changes the server's session with every transaction it does
   * not, and then there is no lock at all.
   */
  isHeld(): Promise<boolean>;
  /** @throws PgairlockError `lock-lost` where the session did not hold it any more */
  release(): Promise<void>;
}

export interface LockOptions {
  /** Milliseconds. */
  readonly wait: number;
  /** Milliseconds between two tries. */
  readonly interval: number;
  readonly clock: Clock;
}

/**
 * Takes the advisory lock of this history for the session. It tries and sleeps instead of waiting in the server: a waiting
 * statement holds a snapshot, for which CREATE INDEX CONCURRENTLY in the other session would wait in turn.
 * @throws PgairlockError `lock-lost` where the connection is pooled by transaction
 */
export async function acquireLock(
  database: Database,
  schema: HistorySchema,
  { wait, interval, clock }: LockOptions,
): Promise<LockOutcome> {
  const until = clock.now() + wait;
  for (;;) {
    const [row] = await database.query('SELECT pg_catalog.pg_try_advisory_lock($1::bigint) AS locked', [
      schema.lockKey,
    ]);
    if (row?.locked === 't') return { acquired: true, lock: await checkedLock(database, schema) };
    const left = until - clock.now();
    if (left <= 0) return { acquired: false, holder: await holderOf(database, schema) };
    await clock.sleep(Math.min(interval, left));
  }
}

async function checkedLock(database: Database, schema: HistorySchema): Promise<MigrationLock> {
  const lock: MigrationLock = {
    isHeld: async () => {
      const [row] = await database.query(
        `SELECT EXISTS (${lockRows} AND l.pid = pg_catalog.pg_backend_pid()) AS held`,
        [schema.lockKey],
      );
      return row?.held === 't';
    },
    release: async () => {
      const [row] = await database.query('SELECT pg_catalog.pg_advisory_unlock($1::bigint) AS unlocked', [
        schema.lockKey,
      ]);
      if (row?.unlocked !== 't') throw lost();
    },
  };
  if (await lock.isHeld()) return lock;
  throw lost();
}

const lost = (): PgairlockError =>
  new PgairlockError(
    'lock-lost',
    'The lock against other runners was lost. Connect to the server itself, or to a pooler in session mode.',
  );

/** A key of 64 bits is shown in two halves, and told from two keys of 32 bits by `objsubid`. */
const lockRows = `SELECT l.pid FROM pg_catalog.pg_locks AS l
  WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
    AND l.database = (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = pg_catalog.current_database())
    AND ((l.classid::bigint << 32) | l.objid::bigint) = $1::bigint`;

/** Who runs migrations now, where the server shows it. */
export async function holderOf(database: Database, schema: HistorySchema): Promise<LockHolder | undefined> {
  const [row] = await database.query(
    `SELECT a.pid, a.usename, a.application_name, a.state, a.backend_start
     FROM pg_catalog.pg_stat_activity AS a WHERE a.pid IN (${lockRows})`,
    [schema.lockKey],
  );
  return row && toHolder(row);
}

const toHolder = (row: Row): LockHolder => ({
  pid: Number(row.pid),
  user: row.usename ?? '',
  application: row.application_name ?? '',
  state: row.state ?? '',
  since: row.backend_start ?? '',
});
