import type { ConnectionTarget } from './connection-target.js';
import type { Database } from './database.js';

/**
 * Opens one session; each driver is loaded when it is first needed.
 * @throws PgairlockError `connection-failed`, `not-available`
 */
export async function openDatabase(target: ConnectionTarget): Promise<Database> {
  if (target.adapter === 'pglite') return (await import('./pglite/adapter.js')).openPglite(target);
  return (await import('./node-postgres/adapter.js')).openNodePostgres(target);
}
