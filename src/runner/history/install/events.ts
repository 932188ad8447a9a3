import type { HistorySchema } from '../schema-name.js';

/** What happened, in order. Nobody changes or removes a line, not even the owner in passing. */
export const events = ({ identifier: s }: HistorySchema): readonly string[] => [
  `CREATE TABLE ${s}.migration_events (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    happened_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    migration_name text NOT NULL,
    event text NOT NULL CHECK (event IN ('started', 'statement', 'applied', 'failed', 'rolled_back')),
    batch integer,
    statement_index integer,
    statement text,
    actor text NOT NULL DEFAULT session_user,
    detail jsonb NOT NULL DEFAULT '{}',
    CHECK ((event = 'statement') = (statement_index IS NOT NULL))
  )`,
  `CREATE INDEX migration_events_migration_name_idx ON ${s}.migration_events (migration_name)`,
  `CREATE FUNCTION ${s}.refuse_change_of_events() RETURNS trigger LANGUAGE plpgsql
   SET search_path = pg_catalog, pg_temp AS $body$
   BEGIN
     RAISE EXCEPTION 'migration_events is append-only: % is refused', TG_OP USING ERRCODE = 'object_not_in_prerequisite_state';
   END $body$`,
  `CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ${s}.migration_events
   FOR EACH ROW EXECUTE FUNCTION ${s}.refuse_change_of_events()`,
  `CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON ${s}.migration_events
   FOR EACH STATEMENT EXECUTE FUNCTION ${s}.refuse_change_of_events()`,
];
