import type { Database } from '../../../src/database/database.js';

/** In the order in which they are dropped: event triggers would see the rest. */
const catalogs = [
  'pg_event_trigger',
  'pg_publication',
  'pg_extension',
  'pg_namespace',
  'pg_policy',
  'pg_trigger',
  'pg_class',
  'pg_proc',
  'pg_type',
  'pg_foreign_server',
  'pg_foreign_data_wrapper',
  'pg_cast',
  'pg_authid',
] as const;

/** Object ids only grow: what is made from now on is newer. */
export async function markNewest(database: Database): Promise<string> {
  const all = catalogs.map((catalog) => `SELECT max(oid::bigint) AS oid FROM pg_catalog.${catalog}`);
  const [row] = await database.query(`SELECT max(oid) AS newest FROM (${all.join(' UNION ALL ')}) every`);
  return row?.newest ?? '0';
}

/** Tries to drop all that is newer, and to empty the tables that are older; what it could not, the caller sees. */
export async function emptyAgain(database: Database, newest: string): Promise<void> {
  if ((await database.transactionStatus()) !== 'idle') await database.execute('ROLLBACK');
  await database.execute('RESET SESSION AUTHORIZATION');
  await database.execute('DISCARD ALL');
  await database.execute(dropNewer(newest));
  await database.execute(emptyTables);
}

function dropNewer(newest: string): string {
  const newer = catalogs.map(
    (catalog, step) =>
      `SELECT ${step} AS step, 'pg_catalog.${catalog}'::regclass::oid AS catalog, oid FROM pg_catalog.${catalog} WHERE oid::bigint > ${newest}`,
  );
  return `DO $drop$
DECLARE
  one record;
  object record;
BEGIN
  FOR one IN ${newer.join('\n    UNION ALL ')} ORDER BY step, oid LOOP
    SELECT * INTO object FROM pg_catalog.pg_identify_object(one.catalog, one.oid, 0);
    CONTINUE WHEN object.identity IS NULL;
    BEGIN
      IF object.type = 'role' THEN
        EXECUTE format('DROP OWNED BY %s', object.identity);
        EXECUTE format('DROP ROLE %s', object.identity);
      ELSE
        EXECUTE format('DROP %s IF EXISTS %s CASCADE', object.type, object.identity);
      END IF;
    EXCEPTION WHEN OTHERS THEN
      CONTINUE;
    END;
  END LOOP;
END
$drop$`;
}

/** Those of a new platform are empty as well. Deleting from an empty table costs less than truncating it. */
const emptyTables = `DO $empty$
DECLARE
  one text;
BEGIN
  SET LOCAL session_replication_role = replica;
  FOR one IN SELECT c.oid::regclass FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' LOOP
    EXECUTE format('DELETE FROM %s', one);
  END LOOP;
END
$empty$`;
