import { z } from 'zod';
import type { Database } from './database.js';

const table = z.object({
  /** With its schema. */
  table: z.string(),
  /** With its indexes and TOAST. */
  bytes: z.number(),
  /** As the server estimates them; absent where it was never analysed. */
  rows: z.number().nullable(),
});

const activity = z.object({
  connections: z.number(),
  maxConnections: z.number(),
  transactions: z.array(
    z.object({
      pid: z.number(),
      user: z.string().nullable(),
      application: z.string().nullable(),
      state: z.string().nullable(),
      seconds: z.number(),
    }),
  ),
  replicas: z.array(
    z.object({
      name: z.string().nullable(),
      state: z.string().nullable(),
      /** That it has not replayed; absent where the role may not see it. */
      lagBytes: z.number().nullable(),
    }),
  ),
});

export type TableSize = Readonly<z.infer<typeof table>>;
/** What other sessions do. Where the role may not see them, their users and states are absent. */
export type ServerActivity = z.infer<typeof activity>;

/** Those of the tables that are there, the largest first. */
export async function readTableSizes(database: Database, names: readonly string[]): Promise<readonly TableSize[]> {
  const [row] = await database.query(
    `SELECT pg_catalog.json_agg(pg_catalog.json_build_object(
       'table', t.name, 'bytes', pg_catalog.pg_total_relation_size(c.oid),
       'rows', CASE WHEN c.reltuples >= 0 THEN c.reltuples END)
       ORDER BY pg_catalog.pg_total_relation_size(c.oid) DESC, t.name) AS sizes
     FROM pg_catalog.json_array_elements_text($1::json) AS t (name)
     JOIN pg_catalog.pg_class AS c ON c.oid = pg_catalog.to_regclass(t.name)`,
    [JSON.stringify(names)],
  );
  return z.array(table).parse(JSON.parse(row?.sizes ?? '[]'));
}

/** @param longest Transactions of this database that are open for so many seconds, or more, are told. */
export async function readActivity(database: Database, longest: number): Promise<ServerActivity> {
  const [row] = await database.query(
    `SELECT pg_catalog.json_build_object(
       'connections', (SELECT pg_catalog.count(*) FROM pg_catalog.pg_stat_activity AS a WHERE a.backend_type = 'client backend'),
       'maxConnections', pg_catalog.current_setting('max_connections')::int,
       'transactions', (
         SELECT coalesce(pg_catalog.json_agg(pg_catalog.json_build_object(
           'pid', a.pid, 'user', a.usename, 'application', a.application_name, 'state', a.state,
           'seconds', pg_catalog.floor(extract(epoch FROM pg_catalog.clock_timestamp() - a.xact_start)))
           ORDER BY a.xact_start), '[]')
         FROM pg_catalog.pg_stat_activity AS a
         WHERE a.datname = pg_catalog.current_database() AND a.pid <> pg_catalog.pg_backend_pid()
           AND pg_catalog.clock_timestamp() - a.xact_start >= pg_catalog.make_interval(secs => $1::float8)),
       'replicas', (
         SELECT coalesce(pg_catalog.json_agg(pg_catalog.json_build_object(
           'name', r.application_name, 'state', r.state,
           'lagBytes', CASE WHEN NOT pg_catalog.pg_is_in_recovery()
             THEN pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), r.replay_lsn) END)), '[]')
         FROM pg_catalog.pg_stat_replication AS r)) AS activity`,
    [String(longest)],
  );
  return activity.parse(JSON.parse(row?.activity ?? '{}'));
}
