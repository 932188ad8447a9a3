import { PgairlockError } from '../../../core/error.js';
import type { Database } from '../../../database/database.js';
import { DatabaseError } from '../../../database/database-error.js';
import { inTransaction } from '../../in-transaction.js';
import type { HistorySchema } from '../schema-name.js';
import { versions } from './versions.js';
import { whyNotInstalled } from './why-not-installed.js';

export interface Installation {
  /** 0 where there was none. */
  readonly from: number;
  readonly to: number;
}

/** Milliseconds. */
const patience = 10_000;

/**
 * Makes the history's schema, or brings it to this program's version; does nothing where it is there. All of it or nothing.
 * The session needs CREATE on the database the first time, and to own the schema later.
 * @param wait Milliseconds for another runner, where the caller has no lock.
 * @throws PgairlockError `history-unusable` where a newer program installed it, or the schema is somebody else's; `runner-busy`
 * where the caller has no lock and another runner keeps it
 */
export async function installHistory(
  database: Database,
  schema: HistorySchema,
  wait = patience,
): Promise<Installation> {
  const to = versions.length;
  const installed = await installedVersion(database, schema);
  if (installed > to) throw tooNew(schema, installed);
  if (installed === to) return { from: to, to };
  try {
    return await inTransaction(database, async () => {
      await lockRunnersOut(database, schema, wait);
      return installInTransaction(database, schema);
    });
  } catch (cause) {
    throw cause instanceof DatabaseError ? (whyNotInstalled(cause, schema) ?? cause) : cause;
  }
}

/** Who has the lock already gets it at once. */
async function lockRunnersOut(database: Database, { lockKey }: HistorySchema, wait: number): Promise<void> {
  const [before] = await database.query("SELECT pg_catalog.current_setting('lock_timeout') AS value");
  const set = (value: string): Promise<unknown> =>
    database.query("SELECT pg_catalog.set_config('lock_timeout', $1, true)", [value]);
  await set(String(wait));
  try {
    await database.query('SELECT pg_catalog.pg_advisory_xact_lock($1::bigint)', [lockKey]);
  } catch (cause) {
    if (!(cause instanceof DatabaseError) || cause.sqlstate !== '55P03') throw cause;
    const message = `Another runner is at work, and the history could not be installed. Waited ${wait} ms.`;
    throw new PgairlockError('runner-busy', message, { cause });
  }
  await set(before?.value ?? '0');
}

/** The same, for who is in a transaction and holds the lock. It leaves `search_path` as it was. */
export async function installInTransaction(database: Database, schema: HistorySchema): Promise<Installation> {
  const to = versions.length;
  // Whoever had the lock may just have done it.
  const from = await installedVersion(database, schema);
  if (from > to) throw tooNew(schema, from);
  if (from === to) return { from, to };
  const [before] = await database.query("SELECT pg_catalog.current_setting('search_path') AS path");
  // Defaults and views keep the functions that they find now.
  await database.execute('SET LOCAL search_path = pg_catalog, pg_temp');
  if (from === 0) await createSchema(database, schema);
  for (const [index, parts] of versions.entries()) {
    const statements = parts.flatMap((part) => part(schema));
    if (index >= from) await installVersion(database, schema, index + 1, statements);
  }
  await database.query("SELECT pg_catalog.set_config('search_path', $1, true)", [before?.path ?? '']);
  return { from, to };
}

/** 0 where the history is not installed. */
export async function installedVersion(database: Database, schema: HistorySchema): Promise<number> {
  const table = `${schema.identifier}.schema_version`;
  const [found] = await database.query('SELECT pg_catalog.to_regclass($1) IS NOT NULL AS there', [table]);
  if (found?.there !== 't') return 0;
  const [row] = await database.query(`SELECT pg_catalog.max(v.version) AS version FROM ${table} AS v`);
  return Number(row?.version ?? 0);
}

async function createSchema(database: Database, { identifier, name }: HistorySchema): Promise<void> {
  // The rights of everybody on the history's schema are taken away: on this one they are other people's.
  if (name === 'public')
    throw new PgairlockError('history-unusable', 'The history needs a schema of its own, and public is everybody’s.');
  // IF NOT EXISTS would ask for CREATE on the database even where the schema is there.
  const [found] = await database.query('SELECT pg_catalog.to_regnamespace($1) IS NOT NULL AS there', [identifier]);
  if (found?.there !== 't') await database.execute(`CREATE SCHEMA ${identifier}`);
  else await refuseForeignTables(database, name);
  await database.execute(`CREATE TABLE ${identifier}.schema_version (
    version integer PRIMARY KEY,
    installed_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp()
  )`);
}

async function refuseForeignTables(database: Database, name: string): Promise<void> {
  const tables = `SELECT c.relname AS name FROM pg_catalog.pg_class AS c
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = $1 ORDER BY c.relname LIMIT 1`;
  const [row] = await database.query(tables, [name]);
  if (row) {
    const advice = 'Name another schema for the history in the config.';
    throw new PgairlockError('history-unusable', `The schema ${name} holds ${row.name} of something else. ${advice}`);
  }
}

async function installVersion(
  database: Database,
  schema: HistorySchema,
  version: number,
  statements: readonly string[],
): Promise<void> {
  for (const statement of statements) await database.execute(statement);
  await database.query(`INSERT INTO ${schema.identifier}.schema_version (version) VALUES ($1::int)`, [String(version)]);
}

const tooNew = ({ name }: HistorySchema, installed: number): PgairlockError =>
  new PgairlockError(
    'history-unusable',
    `The history in schema ${name} has version ${installed}, this program knows versions to ${versions.length}. Update pgairlock.`,
  );
