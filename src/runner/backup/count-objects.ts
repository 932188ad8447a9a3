import type { Database } from '../../database/database.js';

/**
 * The number of tables, also partitioned and foreign ones, that belong to people: not to the system, nor to an extension.
 * @param schemas those to count in; absent: all
 */
export async function countUserTables(database: Database, schemas?: readonly string[]): Promise<number> {
  const [row] = await database.query(
    `SELECT pg_catalog.count(*) AS tables
     FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p', 'f') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
       AND ($1::jsonb IS NULL OR $1::jsonb OPERATOR(pg_catalog.?) n.nspname::text)
       AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend AS d
                       WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid
                         AND d.deptype = 'e')`,
    [schemas === undefined ? null : JSON.stringify(schemas)],
  );
  return Number(row?.tables);
}

export async function countLargeObjects(database: Database): Promise<number> {
  const [row] = await database.query('SELECT pg_catalog.count(*) AS objects FROM pg_catalog.pg_largeobject_metadata');
  return Number(row?.objects);
}
