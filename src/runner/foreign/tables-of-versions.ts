import type { StateTable } from './state-table.js';

const versions = (table: string): string => `SELECT t.version::text AS version FROM ${table} AS t ORDER BY t.version`;
/** One row, and all that come before its version are applied too. */
const lastVersion = (table: string): string =>
  `SELECT t.version::text AS version, true AS through FROM ${table} AS t WHERE t.version > 0`;
const dirtyState = "CASE WHEN t.dirty THEN 'failed' ELSE 'applied' END AS state";

/** Tools that record versions, and no more of the file. */
export const tablesOfVersions: readonly StateTable[] = [
  {
    tool: 'supabase',
    schema: 'supabase_migrations',
    name: 'schema_migrations',
    columns: ['version'],
    // The columns came with versions of the CLI and of the platform.
    select: (table, columns) => `SELECT t.version,
        ${columns.has('name') ? 't.name' : 'NULL'} AS name,
        ${columns.has('statements') ? 'pg_catalog.to_json(t.statements)' : 'NULL'} AS statements
      FROM ${table} AS t ORDER BY t.version`,
  },
  {
    tool: 'rails',
    name: 'schema_migrations',
    columns: ['version'],
    exact: true,
    beside: { table: 'ar_internal_metadata', there: true },
    select: versions,
  },
  {
    tool: 'dbmate',
    name: 'schema_migrations',
    columns: ['version'],
    exact: true,
    beside: { table: 'ar_internal_metadata', there: false },
    select: versions,
  },
  {
    // The first version of its CLI; a row for each.
    tool: 'hasura',
    schema: 'hdb_catalog',
    name: 'schema_migrations',
    columns: ['version', 'dirty'],
    select: (table) => `SELECT t.version::text AS version, ${dirtyState} FROM ${table} AS t ORDER BY t.version`,
  },
  {
    tool: 'hasura',
    schema: 'hdb_catalog',
    name: 'hdb_version',
    columns: ['cli_state'],
    select: (table) => `SELECT v.key AS version, CASE WHEN v.value::boolean THEN 'failed' ELSE 'applied' END AS state
      FROM ${table} AS t, pg_catalog.jsonb_each(t.cli_state::jsonb -> 'migrations') AS d,
           pg_catalog.jsonb_each_text(d.value) AS v ORDER BY v.key`,
  },
  {
    tool: 'golang-migrate',
    name: 'schema_migrations',
    columns: ['version', 'dirty'],
    exact: true,
    select: (table) =>
      `SELECT t.version::text AS version, ${dirtyState}, true AS through FROM ${table} AS t WHERE t.version >= 0`,
  },
  { tool: 'tern', name: 'schema_version', columns: ['version'], exact: true, select: lastVersion },
  {
    tool: 'goose',
    name: 'goose_db_version',
    columns: ['id', 'version_id', 'is_applied'],
    // Older versions added a row for each down; version 0 is the table itself.
    select: (table) => `SELECT DISTINCT ON (t.version_id) t.version_id::text AS version,
        CASE WHEN t.is_applied THEN 'applied' ELSE 'undone' END AS state, t.tstamp AS applied_at
      FROM ${table} AS t WHERE t.version_id > 0 ORDER BY t.version_id, t.id DESC`,
  },
  {
    tool: 'diesel',
    name: '__diesel_schema_migrations',
    columns: ['version', 'run_on'],
    // The row of its own set-up.
    select: (table) =>
      `SELECT t.version, t.run_on AS applied_at FROM ${table} AS t WHERE t.version <> '00000000000000' ORDER BY t.version`,
  },
  { tool: 'pop', name: 'schema_migration', columns: ['version'], exact: true, select: versions },
];
