import type { StandIn } from '../stand-in.js';

/** @see https://github.com/HypoPG/hypopg */
export const hypopg: StandIn = {
  name: 'hypopg',
  version: '1.4.1',
  sql: `
CREATE FUNCTION hypopg_create_index(sql_order text, OUT indexrelid oid, OUT indexname text) RETURNS SETOF record
LANGUAGE sql AS 'SELECT NULL::oid, NULL::text WHERE false';
CREATE FUNCTION hypopg_drop_index(indexid oid) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE FUNCTION hypopg_reset() RETURNS void LANGUAGE sql AS '';
CREATE VIEW hypopg_list_indexes AS
  SELECT NULL::oid AS indexrelid, NULL::text AS index_name, NULL::text AS schema_name, NULL::text AS table_name,
    NULL::text AS am_name WHERE false;
`,
};

/** @see https://github.com/supabase/index_advisor */
export const indexAdvisor: StandIn = {
  name: 'index_advisor',
  version: '0.2.0',
  requires: ['hypopg'],
  sql: `
CREATE FUNCTION index_advisor(query text) RETURNS TABLE (
  startup_cost_before jsonb, startup_cost_after jsonb, total_cost_before jsonb, total_cost_after jsonb,
  index_statements text[], errors text[]
) LANGUAGE sql AS 'SELECT NULL::jsonb, NULL::jsonb, NULL::jsonb, NULL::jsonb, NULL::text[], NULL::text[] WHERE false';
`,
};

/** @see https://github.com/percona/pg_stat_monitor */
export const pgStatMonitor: StandIn = {
  name: 'pg_stat_monitor',
  version: '2.1',
  sql: `
CREATE VIEW pg_stat_monitor AS
  SELECT NULL::bigint AS bucket, NULL::oid AS userid, NULL::oid AS dbid, NULL::bigint AS queryid, NULL::text AS query,
    NULL::bigint AS calls, NULL::double precision AS total_exec_time, NULL::double precision AS mean_exec_time,
    NULL::bigint AS rows WHERE false;
CREATE FUNCTION pg_stat_monitor_reset() RETURNS void LANGUAGE sql AS '';
`,
};

/** @see https://github.com/okbob/plpgsql_check */
export const plpgsqlCheck: StandIn = {
  name: 'plpgsql_check',
  version: '2.7',
  sql: `
CREATE FUNCTION plpgsql_check_function(funcoid regprocedure, relid regclass DEFAULT 0, format text DEFAULT 'text')
RETURNS SETOF text LANGUAGE sql AS 'SELECT ''''::text WHERE false';
CREATE FUNCTION plpgsql_check_function_tb(funcoid regprocedure, relid regclass DEFAULT 0) RETURNS TABLE (
  functionid regproc, lineno integer, statement text, sqlstate text, message text, detail text, hint text, level text,
  "position" integer, query text, context text
) LANGUAGE sql AS
  'SELECT NULL::regproc, 0, '''', '''', '''', '''', '''', '''', 0, '''', '''' WHERE false';
`,
};

/** Extensions that show nothing to SQL. */
export const silent: readonly StandIn[] = ['pgaudit', 'pg_repack', 'supautils', 'pg_plan_filter'].map((name) => ({
  name,
  version: '1.0',
  sql: '',
}));
