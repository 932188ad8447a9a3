import type { StateTable } from './state-table.js';

/** Tools that record names of files. */
export const tablesOfNames: readonly StateTable[] = [
  {
    tool: 'node-pg-migrate',
    name: 'pgmigrations',
    columns: ['id', 'name', 'run_on'],
    select: (table) => `SELECT t.name, t.run_on AS applied_at FROM ${table} AS t ORDER BY t.run_on, t.id`,
  },
  {
    tool: 'umzug',
    name: 'SequelizeMeta',
    columns: ['name'],
    exact: true,
    select: (table) => `SELECT t.name FROM ${table} AS t ORDER BY t.name`,
  },
  {
    tool: 'sql-migrate',
    name: 'gorp_migrations',
    columns: ['id', 'applied_at'],
    select: (table) => `SELECT t.id AS name, t.applied_at FROM ${table} AS t ORDER BY t.id`,
  },
  {
    tool: 'pgroll',
    schema: 'pgroll',
    name: 'migrations',
    columns: ['name', 'done', 'created_at'],
    // An event trigger writes down what others did; it belongs to no file.
    select: (table, columns) => `SELECT t.name, CASE WHEN t.done THEN 'applied' ELSE 'failed' END AS state,
        t.created_at AS applied_at FROM ${table} AS t
      ${columns.has('migration_type') ? "WHERE t.migration_type <> 'inferred'" : ''} ORDER BY t.created_at`,
  },
  {
    tool: 'reshape',
    schema: 'reshape',
    name: 'migrations',
    columns: ['index', 'name', 'completed_at'],
    select: (table) => `SELECT t.name, CASE WHEN t.completed_at IS NULL THEN 'failed' ELSE 'applied' END AS state,
        t.completed_at AS applied_at FROM ${table} AS t ORDER BY t.index`,
  },
];
