import type { Database } from '../../database/database.js';

/** What a concurrent build left that failed: it is kept up to date and never used. */
export interface InvalidIndex {
  /** As SQL needs it, with its schema. */
  readonly index: string;
  readonly table: string;
}

/** All of the database that nobody is building now. That of a partitioned table is invalid until all its parts are there. */
export async function readInvalidIndexes(database: Database): Promise<readonly InvalidIndex[]> {
  const rows = await database.query(
    `SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) AS index,
            pg_catalog.format('%I.%I', tn.nspname, t.relname) AS table
     FROM pg_catalog.pg_index AS i
     JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
     JOIN pg_catalog.pg_class AS t ON t.oid = i.indrelid JOIN pg_catalog.pg_namespace AS tn ON tn.oid = t.relnamespace
     WHERE NOT i.indisvalid AND c.relkind = 'i' AND n.nspname NOT LIKE 'pg\\_%'
       AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index AS p WHERE p.index_relid = c.oid)
     ORDER BY 1`,
  );
  return rows.map(({ index, table }) => ({ index: index ?? '', table: table ?? '' }));
}
