import type { Database } from '../../database/database.js';

type Rows = Readonly<Record<string, unknown>>[];

/** What the generator needs of a driver. */
export interface Queryable {
  query(sql: string): Promise<{ rows: Rows }>;
}

/**
 * The session as the generator wants it, with values instead of texts. The server makes JSON of the rows, so that they are
 * the same by every driver. The generator asks everything at once, which a session answers one after another.
 */
export function toQueryable(database: Database): Queryable {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = (work: () => Promise<Rows>): Promise<Rows> => {
    const next = last.then(work);
    // One that fails is told to who asked it; the others have their turn.
    last = next.catch(() => {});
    return next;
  };
  return { query: async (sql) => ({ rows: await inTurn(() => readRows(database, sql)) }) };
}

async function readRows(database: Database, sql: string): Promise<Rows> {
  const [row] = await database.query(`SELECT coalesce(json_agg(r), '[]')::text AS rows FROM (\n${sql}\n) AS r`);
  return JSON.parse(row?.rows ?? '[]');
}
