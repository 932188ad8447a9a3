import type { HistorySchema } from '../schema-name.js';

/** Rolling back in SQL, by the rules of the runner: applied, unchanged, and nothing applied depends on it. */
export const rollbackFunctions = (schema: HistorySchema): readonly string[] => [
  ...rollbackQuestions(schema),
  executeRollback(schema, 'CREATE', `NOT pg_try_advisory_xact_lock(${schema.lockKey})`),
];

const rollbackQuestions = ({ identifier: s }: HistorySchema): readonly string[] => [
  `CREATE FUNCTION ${s}.can_rollback_migration(name text)
   RETURNS TABLE (can_rollback boolean, reason text, dependents text[])
   LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $body$
   DECLARE
     entry ${s}.migration_history;
   BEGIN
     SELECT * INTO entry FROM ${s}.migration_history AS h WHERE h.migration_name = name;
     dependents := ARRAY(
       SELECT d.migration_name
       FROM ${s}.migration_dependencies AS d JOIN ${s}.migration_history AS h USING (migration_name)
       WHERE d.depends_on = name AND h.status = 'applied'
       ORDER BY h.id DESC);
     reason := CASE
       WHEN entry.id IS NULL THEN 'It is not in the history.'
       WHEN entry.status = 'rolled_back' THEN 'It is rolled back already.'
       WHEN entry.status = 'failed' THEN 'It failed, and was not applied.'
       WHEN cardinality(dependents) > 0 THEN 'Applied migrations depend on it: ' || array_to_string(dependents, ', ') || '.'
       WHEN coalesce(btrim(entry.rollback_sql), '') = '' THEN 'No rollback SQL was recorded.'
       WHEN entry.metadata ->> 'rollback_checksum' IS DISTINCT FROM encode(sha256(convert_to(entry.rollback_sql, 'UTF8')), 'hex')
         THEN 'Its rollback SQL was changed after it was recorded.'
       WHEN entry.metadata ->> 'rollback_atomic' = 'false'
         THEN 'Its rollback SQL holds statements that cannot run in a transaction; pgairlock can run it.'
     END;
     can_rollback := reason IS NULL;
     RETURN NEXT;
   END $body$`,
  `CREATE FUNCTION ${s}.list_rollbackable_migrations()
   RETURNS TABLE (migration_name text, migration_version text, batch integer, applied_at timestamptz)
   LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $body$
     SELECT h.migration_name, h.migration_version, h.batch, h.applied_at
     FROM ${s}.migration_history AS h CROSS JOIN LATERAL ${s}.can_rollback_migration(h.migration_name) AS c
     WHERE c.can_rollback
     ORDER BY h.batch DESC, h.applied_at DESC, h.id DESC
   $body$`,
];

/** The SQL runs with the session's own search_path, as it does in the runner, and the function with none. */
export const executeRollback = (
  { identifier: s }: HistorySchema,
  create: 'CREATE' | 'CREATE OR REPLACE',
  otherRunner: string,
): string =>
  `${create} FUNCTION ${s}.execute_migration_rollback(name text, dry_run boolean DEFAULT true, expected_checksum text DEFAULT NULL)
   RETURNS TABLE (executed boolean, rollback_sql text, message text)
   LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $body$
   DECLARE
     entry ${s}.migration_history;
     started timestamptz := clock_timestamp();
   BEGIN
     executed := false;
     IF NOT dry_run AND (${otherRunner}) THEN
       message := 'Another session is running migrations.';
       RETURN NEXT;
       RETURN;
     END IF;
     SELECT * INTO entry FROM ${s}.migration_history AS h WHERE h.migration_name = name;
     rollback_sql := entry.rollback_sql;
     SELECT c.reason INTO message FROM ${s}.can_rollback_migration(name) AS c;
     IF message IS NULL AND entry.checksum <> expected_checksum THEN
       message := 'Its file was changed after it was applied.';
     END IF;
     IF message IS NOT NULL OR dry_run THEN
       message := coalesce(message, 'It can be rolled back.');
       RETURN NEXT;
       RETURN;
     END IF;
     PERFORM set_config('search_path', (SELECT p.reset_val FROM pg_settings AS p WHERE p.name = 'search_path'), true);
     EXECUTE entry.rollback_sql;
     PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
     CALL ${s}.log_migration_complete(
       name, 'rolled_back', (extract(epoch FROM clock_timestamp() - started) * 1000)::bigint, NULL);
     -- What the Supabase CLI has of it goes with it, as it does in the runner.
     IF to_regclass('supabase_migrations.schema_migrations') IS NOT NULL THEN
       DELETE FROM supabase_migrations.schema_migrations AS m WHERE m.version = entry.migration_version;
     END IF;
     executed := true;
     message := 'It is rolled back.';
     RETURN NEXT;
   END $body$`;
