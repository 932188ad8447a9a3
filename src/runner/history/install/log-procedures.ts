import type { HistorySchema } from '../schema-name.js';

/** How rows come into the history, for the runner and for everybody else. */
export const logProcedures = ({ identifier: s }: HistorySchema): readonly string[] => [
  `CREATE FUNCTION ${s}.get_next_batch() RETURNS integer
   LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $body$
     SELECT coalesce(max(h.batch), 0) + 1 FROM ${s}.migration_history AS h
   $body$`,
  // Until it is complete it counts as failed, so that a session that breaks off leaves the truth behind.
  `CREATE PROCEDURE ${s}.log_migration_start(
     name text, version text, checksum text, batch integer DEFAULT NULL, rollback_sql text DEFAULT NULL,
     dependencies text[] DEFAULT '{}', metadata jsonb DEFAULT '{}')
   LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $body$
   #variable_conflict use_column
   DECLARE
     missing text[];
     number integer := coalesce(log_migration_start.batch, ${s}.get_next_batch());
     facts jsonb := log_migration_start.metadata || jsonb_strip_nulls(jsonb_build_object(
       'rollback_checksum', encode(sha256(convert_to(log_migration_start.rollback_sql, 'UTF8')), 'hex')));
   BEGIN
     IF EXISTS (SELECT FROM ${s}.migration_history AS h WHERE h.migration_name = name AND h.status = 'applied') THEN
       RAISE EXCEPTION 'migration % is applied already', name USING ERRCODE = 'object_not_in_prerequisite_state';
     END IF;
     missing := ARRAY(
       SELECT d.id FROM unnest(dependencies) AS d (id)
       WHERE NOT EXISTS (
         SELECT FROM ${s}.migration_history AS h WHERE h.migration_name = d.id AND h.status = 'applied'));
     IF cardinality(missing) > 0 THEN
       RAISE EXCEPTION 'migration % depends on %, which is not applied', name, array_to_string(missing, ', ')
         USING ERRCODE = 'object_not_in_prerequisite_state';
     END IF;
     INSERT INTO ${s}.migration_history AS h
       (migration_name, migration_version, batch, status, checksum, rollback_sql, reason, metadata)
     VALUES (name, version, number, 'failed', log_migration_start.checksum, log_migration_start.rollback_sql, 'not finished', facts)
     ON CONFLICT (migration_name) DO UPDATE SET
       migration_version = excluded.migration_version, batch = excluded.batch, status = 'failed',
       applied_at = clock_timestamp(), applied_by = session_user, execution_time_ms = NULL,
       checksum = excluded.checksum, rollback_sql = excluded.rollback_sql, rollback_at = NULL, rollback_by = NULL,
       reason = excluded.reason, metadata = excluded.metadata;
     DELETE FROM ${s}.migration_dependencies AS d WHERE d.migration_name = name;
     INSERT INTO ${s}.migration_dependencies (migration_name, depends_on) SELECT DISTINCT name, d.id FROM unnest(dependencies) AS d (id);
     INSERT INTO ${s}.migration_events (migration_name, event, batch, detail)
     VALUES (name, 'started', number, jsonb_strip_nulls(jsonb_build_object('checksum', log_migration_start.checksum)));
   END $body$`,
  `CREATE PROCEDURE ${s}.log_migration_complete(
     name text, status text DEFAULT 'applied', execution_time_ms bigint DEFAULT NULL, reason text DEFAULT NULL)
   LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $body$
   #variable_conflict use_column
   DECLARE
     entry ${s}.migration_history;
     refusal text;
     outcome text := log_migration_complete.status;
   BEGIN
     SELECT * INTO entry FROM ${s}.migration_history AS h WHERE h.migration_name = name FOR UPDATE;
     IF entry.id IS NULL THEN
       RAISE EXCEPTION 'migration % was never started', name USING ERRCODE = 'object_not_in_prerequisite_state';
     END IF;
     IF outcome = 'rolled_back' THEN
       SELECT c.reason INTO refusal FROM ${s}.can_rollback_migration(name) AS c
       WHERE entry.status <> 'applied' OR cardinality(c.dependents) > 0;
     ELSIF entry.status <> 'failed' THEN
       refusal := 'It is ' || entry.status || ' already.';
     END IF;
     IF refusal IS NOT NULL THEN
       RAISE EXCEPTION 'migration % cannot become %: %', name, outcome, refusal USING ERRCODE = 'object_not_in_prerequisite_state';
     END IF;
     UPDATE ${s}.migration_history AS h SET
       status = outcome,
       reason = log_migration_complete.reason,
       applied_at = CASE WHEN outcome = 'rolled_back' THEN h.applied_at ELSE clock_timestamp() END,
       execution_time_ms = CASE WHEN outcome = 'rolled_back' THEN h.execution_time_ms
                                ELSE log_migration_complete.execution_time_ms END,
       rollback_at = CASE WHEN outcome = 'rolled_back' THEN clock_timestamp() END,
       rollback_by = CASE WHEN outcome = 'rolled_back' THEN session_user::text END
     WHERE h.migration_name = name;
     INSERT INTO ${s}.migration_events (migration_name, event, batch, detail)
     VALUES (name, outcome, entry.batch, jsonb_strip_nulls(jsonb_build_object(
       'execution_time_ms', log_migration_complete.execution_time_ms, 'reason', log_migration_complete.reason)));
   END $body$`,
];
