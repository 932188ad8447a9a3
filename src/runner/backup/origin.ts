import type { ServerTarget } from '../../database/connection-target.js';
import type { Database } from '../../database/database.js';

/** `host:port/name` of a database, whoever connects to it. */
export const originOf = ({ host, port, database, user }: ServerTarget): string =>
  `${host}:${port}/${database ?? user ?? ''}`;

/** What the target leaves open, as the session found it, so that pg_dump and psql find the same database. */
export async function whereWeAre(target: ServerTarget, database: Database): Promise<ServerTarget> {
  const [row] = await database.query('SELECT session_user AS who, pg_catalog.current_database() AS what');
  return {
    ...target,
    user: target.user ?? row?.who ?? undefined,
    database: target.database ?? row?.what ?? undefined,
  };
}
