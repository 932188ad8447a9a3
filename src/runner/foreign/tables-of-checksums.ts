import type { StateTable } from './state-table.js';

/** Tools that record what the file was, so that a change since can be told. */
export const tablesOfChecksums: readonly StateTable[] = [
  {
    tool: 'graphile-migrate',
    schema: 'graphile_migrate',
    name: 'migrations',
    columns: ['hash', 'previous_hash', 'filename'],
    checksum: 'sha1-chain',
    select: (table) => `SELECT t.filename AS name, t.date AS applied_at, t.hash AS checksum, t.previous_hash AS previous
      FROM ${table} AS t ORDER BY t.filename`,
  },
  {
    tool: 'sqitch',
    schema: 'sqitch',
    name: 'changes',
    columns: ['change_id', 'script_hash', 'change', 'committed_at'],
    checksum: 'sha1',
    select: (table) => `SELECT t.change AS name, t.committed_at AS applied_at, t.script_hash AS checksum
      FROM ${table} AS t ORDER BY t.committed_at`,
  },
  {
    tool: 'flyway',
    name: 'flyway_schema_history',
    columns: ['installed_rank', 'version', 'description', 'type', 'script', 'checksum', 'success'],
    checksum: 'crc32-of-lines',
    // A version may have been undone, or removed by a repair, and come again: its last row counts.
    select: (table) => `SELECT DISTINCT ON (coalesce(t.version, t.script)) t.version,
        CASE WHEN t.version IS NULL THEN t.script END AS name, t.installed_on AS applied_at, t.checksum::text AS checksum,
        CASE WHEN t.type = 'DELETE' OR t.type LIKE 'UNDO%' THEN 'undone' WHEN t.success THEN 'applied' ELSE 'failed' END AS state,
        t.type LIKE '%BASELINE' AS through
      FROM ${table} AS t WHERE t.type <> 'SCHEMA' ORDER BY coalesce(t.version, t.script), t.installed_rank DESC`,
  },
  {
    // Its checksum is a SipHash of name, version and text in the representation of one compiler; it is not verified.
    tool: 'refinery',
    name: 'refinery_schema_history',
    columns: ['version', 'name', 'applied_on', 'checksum'],
    select: (table) =>
      `SELECT t.version::text AS version, t.name, t.applied_on AS applied_at FROM ${table} AS t ORDER BY t.version`,
  },
  {
    tool: 'sqlx',
    name: '_sqlx_migrations',
    columns: ['version', 'description', 'installed_on', 'success', 'checksum'],
    checksum: 'sha384',
    select: (table) => `SELECT t.version::text AS version, t.installed_on AS applied_at,
        CASE WHEN t.success THEN 'applied' ELSE 'failed' END AS state, pg_catalog.encode(t.checksum, 'hex') AS checksum
      FROM ${table} AS t ORDER BY t.version`,
  },
  {
    tool: 'prisma',
    name: '_prisma_migrations',
    columns: ['checksum', 'finished_at', 'migration_name', 'rolled_back_at', 'started_at'],
    checksum: 'sha256',
    select: (
      table,
    ) => `SELECT DISTINCT ON (t.migration_name) t.migration_name AS name, t.finished_at AS applied_at, t.checksum,
        CASE WHEN t.rolled_back_at IS NOT NULL THEN 'undone' WHEN t.finished_at IS NULL THEN 'failed' ELSE 'applied' END AS state
      FROM ${table} AS t ORDER BY t.migration_name, t.started_at DESC`,
  },
  {
    tool: 'drizzle',
    name: '__drizzle_migrations',
    columns: ['hash', 'created_at'],
    checksum: 'sha256',
    select: (table, columns) => `SELECT ${columns.has('name') ? 't.name' : 'NULL'} AS name, t.hash AS checksum,
        pg_catalog.to_timestamp(t.created_at / 1000.0) AS applied_at FROM ${table} AS t ORDER BY t.created_at`,
  },
  {
    tool: 'postgres-migrations',
    name: 'migrations',
    columns: ['id', 'name', 'hash', 'executed_at'],
    exact: true,
    checksum: 'sha1-of-name-and-text',
    // Number 0 is the table itself.
    select: (table) => `SELECT t.id::text AS version, t.executed_at AS applied_at, t.hash AS checksum
      FROM ${table} AS t WHERE t.id > 0 ORDER BY t.id`,
  },
  {
    tool: 'pgmigrate',
    name: 'pgmigrate_migrations',
    columns: ['id', 'checksum', 'applied_at'],
    checksum: 'md5',
    select: (table) => `SELECT t.id AS name, t.checksum, t.applied_at FROM ${table} AS t ORDER BY t.id`,
  },
];
