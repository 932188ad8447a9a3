import type { Database, Row } from '../../database/database.js';
import type { HistorySchema } from '../history/schema-name.js';

/** The session that holds the lock, or the runner that holds the lease. */
export interface LockHolder {
  /** Of a lease: the server's process that took it, which need not be that of the runner any more. */
  readonly pid: number;
  readonly user: string;
  readonly application: string;
  /** `active`, `idle`, `idle in transaction`, …; `lease` for a runner behind a pooler. */
  readonly state: string;
  /** When that session began, or the lease was taken, as the server writes it. */
  readonly since: string;
  /** When a lease ends unless its runner renews it, as the server writes it. */
  readonly expires?: string | undefined;
}

/** For people: who it is, and since when. */
export function describeHolder({ pid, user, application, state, since, expires }: LockHolder): string {
  const who = application === '' ? user : `${application}, user ${user}`;
  if (expires === undefined) return `process ${pid} (${who}, ${state}, connected since ${since})`;
  return `a runner behind a pooler (${who}, since ${since}; its lease ends at ${expires} unless it is renewed)`;
}

/** A key of 64 bits is shown in two halves, and told from two keys of 32 bits by `objsubid`. */
export const lockRows = `SELECT l.pid FROM pg_catalog.pg_locks AS l
  WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
    AND l.database = (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = pg_catalog.current_database())
    AND ((l.classid::bigint << 32) | l.objid::bigint) = $1::bigint`;

/** Who runs migrations now, where the server shows it. */
export async function holderOf(database: Database, schema: HistorySchema): Promise<LockHolder | undefined> {
  const [row] = await database.query(
    `SELECT a.pid, a.usename, a.application_name, a.state, a.backend_start
     FROM pg_catalog.pg_stat_activity AS a WHERE a.pid IN (${lockRows}) AND a.pid <> pg_catalog.pg_backend_pid()`,
    [schema.lockKey],
  );
  return row === undefined ? leaseHolder(database, schema) : toHolder(row);
}

const toHolder = (row: Row): LockHolder => ({
  pid: Number(row.pid),
  user: row.usename ?? '',
  application: row.application_name ?? '',
  state: row.state ?? '',
  since: row.backend_start ?? '',
});

async function leaseHolder(database: Database, schema: HistorySchema): Promise<LockHolder | undefined> {
  if (!(await hasLeaseTable(database, schema))) return undefined;
  const [row] = await database.query(
    `SELECT l.pid, l.holder, l.application, l.acquired_at, l.expires_at FROM ${schema.identifier}.migration_lease AS l`,
  );
  if (row === undefined) return undefined;
  return {
    pid: Number(row.pid),
    user: row.holder ?? '',
    application: row.application ?? '',
    state: 'lease',
    since: row.acquired_at ?? '',
    expires: row.expires_at ?? '',
  };
}

/** Not before version 2 of the history. */
export async function hasLeaseTable(database: Database, { identifier }: HistorySchema): Promise<boolean> {
  const [row] = await database.query('SELECT pg_catalog.to_regclass($1) IS NOT NULL AS there', [
    `${identifier}.migration_lease`,
  ]);
  return row?.there === 't';
}
