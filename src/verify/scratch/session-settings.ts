import type { Database } from '../../database/database.js';

/** Settings that statements of this session changed, by name. */
export type SessionSettings = ReadonlyMap<string, string>;

export async function sessionSettings(database: Database): Promise<SessionSettings> {
  const rows = await database.query("SELECT name, setting FROM pg_catalog.pg_settings WHERE source = 'session'");
  return new Map(rows.map(({ name, setting }) => [name ?? '', setting ?? '']));
}

export async function applySettings(database: Database, settings: SessionSettings): Promise<void> {
  for (const [name, setting] of settings) {
    await database.query('SELECT pg_catalog.set_config($1, $2, false)', [name, setting]);
  }
}

/** No statement left a setting, a role or a temporary table in this session. */
export async function isFreshSession(database: Database): Promise<boolean> {
  const left = await database.query(
    `SELECT FROM pg_catalog.pg_class WHERE relpersistence = 't'
     UNION ALL SELECT WHERE current_user <> session_user`,
  );
  return left.length === 0 && (await sessionSettings(database)).size === 0;
}
