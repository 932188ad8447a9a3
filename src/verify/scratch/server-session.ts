import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerTarget } from '../../database/connection-target.js';
import type { Database } from '../../database/database.js';
import { openDatabase } from '../../database/open-database.js';
import { platformSearchPath } from '../platform/supabase/platform.js';
import { unlessEnding } from './clean-up.js';

export async function openSession(target: ServerTarget): Promise<Database> {
  const database = await openDatabase(target);
  return {
    ...database,
    query: (statement, parameters) => unlessEnding(database.query(statement, parameters)),
    execute: (statement) => unlessEnding(database.execute(statement)),
    executeAll: (statements) => unlessEnding(database.executeAll(statements)),
  };
}

export const setPath = (admin: Database, name: string): Promise<void> =>
  admin.execute(`ALTER DATABASE ${name} SET search_path = ${platformSearchPath}`);

export const terminate = async (admin: Database, pid: number): Promise<void> => {
  await admin.query('SELECT pg_terminate_backend($1::integer)', [String(pid)]);
};

/** Cancels what a session runs, and ends the session where that does not help within three seconds. */
export async function interrupt(admin: Database, pid: number): Promise<void> {
  await admin.query('SELECT pg_cancel_backend($1::integer)', [String(pid)]);
  for (let left = 30; left > 0; left -= 1) {
    const sql = "SELECT FROM pg_stat_activity WHERE pid = $1::integer AND state = 'active'";
    if ((await admin.query(sql, [String(pid)])).length === 0) return;
    await sleep(100);
  }
  await terminate(admin, pid);
}
