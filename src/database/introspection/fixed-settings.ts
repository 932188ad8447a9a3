import { quoteLiteral } from '../../core/name.js';
import type { Database } from '../database.js';

/** How the server prints depends on these: a name has its schema only where the search path does not find it. */
const settings: Readonly<Record<string, string>> = {
  search_path: '',
  TimeZone: 'UTC',
  DateStyle: 'ISO, YMD',
  IntervalStyle: 'postgres',
  bytea_output: 'hex',
  extra_float_digits: '1',
  quote_all_identifiers: 'off',
  // Compiling would cost more than it saves.
  jit: 'off',
  statement_timeout: '0',
};
const names = Object.keys(settings);

/**
 * Reads with settings under which the server always prints the same, and leaves the session as it was: within the open
 * transaction, or in one of its own.
 */
export async function withFixedSettings<T>(database: Database, read: () => Promise<T>): Promise<T> {
  const status = await database.transactionStatus();
  if (status === 'idle') return inOwnTransaction(database, read);
  const [before = {}] = await database.query(
    `SELECT ${names.map((name) => `current_setting('${name}') AS "${name}"`)}`,
  );
  await set(database, settings);
  const result = await read();
  await set(database, before);
  return result;
}

async function inOwnTransaction<T>(database: Database, read: () => Promise<T>): Promise<T> {
  await database.execute('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    await set(database, settings);
    return await read();
  } finally {
    // A connection that broke cannot roll back, and needs not.
    await database.execute('ROLLBACK').catch(() => {});
  }
}

async function set(database: Database, values: Readonly<Record<string, string | null>>): Promise<void> {
  const calls = names.map((name) => `set_config('${name}', ${quoteLiteral(values[name] ?? '')}, true)`);
  await database.query(`SELECT ${calls.join(', ')}`);
}
