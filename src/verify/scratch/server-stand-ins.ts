import { quoteIdentifier } from '../../core/name.js';
import type { Database } from '../../database/database.js';
import { runScript } from '../platform/run-script.js';
import { standInFor } from '../platform/stand-ins/index.js';

/**
 * Stand-ins on a server whose files are not ours: their scripts are run in place of CREATE EXTENSION. Which ones there are
 * is kept as the comment on the database, as that is undone with the transaction and no part of any schema.
 */
export async function makeStandIn(database: Database, extension: string, schema: string | undefined): Promise<boolean> {
  const standIn = standInFor(extension);
  if (!standIn || (await isAvailable(database, extension))) return false;
  const made = await standInsOf(database);
  if (made.includes(extension)) return true;
  const path = await searchPath(database);
  const target = standIn.schema ?? schema ?? 'public';
  if (target !== 'pg_catalog') await database.execute(`CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(target)}`);
  await setSearchPath(database, quoteIdentifier(target));
  await runScript(database, standIn.sql);
  await setSearchPath(database, path);
  await keep(database, [...made, extension]);
  return true;
}

/** In order of their names. */
export async function standInsOf(database: Database): Promise<readonly string[]> {
  const [row] = await database.query(
    "SELECT pg_catalog.shobj_description(oid, 'pg_database') AS made FROM pg_catalog.pg_database WHERE datname = current_database()",
  );
  return (row?.made ?? '')
    .split(' ')
    .filter((name) => name !== '')
    .toSorted();
}

async function isAvailable(database: Database, extension: string): Promise<boolean> {
  const rows = await database.query('SELECT FROM pg_catalog.pg_available_extensions WHERE name = $1', [extension]);
  return rows.length > 0;
}

async function searchPath(database: Database): Promise<string> {
  const [row] = await database.query("SELECT pg_catalog.current_setting('search_path') AS path");
  return row?.path ?? '';
}

async function setSearchPath(database: Database, path: string): Promise<void> {
  await database.query("SELECT pg_catalog.set_config('search_path', $1, false)", [path]);
}

async function keep(database: Database, names: readonly string[]): Promise<void> {
  const [row] = await database.query('SELECT pg_catalog.current_database() AS name');
  await database.execute(`COMMENT ON DATABASE ${quoteIdentifier(row?.name ?? '')} IS '${names.join(' ')}'`);
}
