import type { Database } from '../../database/database.js';

/** What the generator needs of a driver. */
export interface Queryable {
  query(sql: string): Promise<{ rows: Readonly<Record<string, unknown>>[] }>;
}

/**
 * The session as the generator wants it, with values instead of texts. The server makes JSON of the rows, so that they are
 * the same by every driver.
 */
export const toQueryable = (database: Database): Queryable => ({
  query: async (sql) => {
    const [row] = await database.query(`SELECT coalesce(json_agg(r), '[]')::text AS rows FROM (\n${sql}\n) AS r`);
    return { rows: JSON.parse(row?.rows ?? '[]') };
  },
});
