import type { StandIn } from '../stand-in.js';

/**
 * A handler and a validator that foreign data wrappers can name; foreign tables can be declared and not read. The server
 * asks a handler what it can do when a wrapper is made, so that it has to be a real one: that of file_fdw.
 */
const handlers = (names: readonly string[]): string =>
  names
    .map(
      (name) => `
CREATE FUNCTION ${name}_handler() RETURNS fdw_handler LANGUAGE c STRICT AS '$libdir/file_fdw', 'file_fdw_handler';
CREATE FUNCTION ${name}_validator(options text[], catalog oid) RETURNS void LANGUAGE plpgsql AS 'BEGIN END';
CREATE FUNCTION ${name}_meta() RETURNS TABLE (name text, version text, author text, website text) LANGUAGE sql AS
  'SELECT NULL::text, NULL::text, NULL::text, NULL::text';`,
    )
    .join('');

const services =
  'airtable auth0 big_query click_house cognito firebase hello_world iceberg logflare mssql notion paddle redis s3 s3_vectors stripe wasm'
    .split(' ')
    .map((service) => `${service}_fdw`);

/** @see https://github.com/supabase/wrappers */
export const wrappers: StandIn = {
  name: 'wrappers',
  version: '0.5.3',
  sql: `${handlers(services)}
CREATE TABLE wrappers_fdw_stats (
  fdw_name text PRIMARY KEY, create_times bigint, rows_in bigint, rows_out bigint, bytes_in bigint, bytes_out bigint,
  metadata jsonb, created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now()
);
`,
};

/** @see https://www.postgresql.org/docs/current/postgres-fdw.html */
export const postgresFdw: StandIn = {
  name: 'postgres_fdw',
  version: '1.1',
  sql: `${handlers(['postgres_fdw'])}
CREATE FOREIGN DATA WRAPPER postgres_fdw HANDLER postgres_fdw_handler VALIDATOR postgres_fdw_validator;
CREATE FUNCTION postgres_fdw_disconnect(text) RETURNS boolean LANGUAGE sql AS 'SELECT false';
CREATE FUNCTION postgres_fdw_disconnect_all() RETURNS boolean LANGUAGE sql AS 'SELECT false';
`,
};

/** Nothing can be reached. @see https://www.postgresql.org/docs/current/dblink.html */
export const dblink: StandIn = {
  name: 'dblink',
  version: '1.2',
  sql: `
CREATE FUNCTION dblink_connect(text) RETURNS text LANGUAGE sql AS 'SELECT ''OK''';
CREATE FUNCTION dblink_connect(text, text) RETURNS text LANGUAGE sql AS 'SELECT ''OK''';
CREATE FUNCTION dblink_disconnect() RETURNS text LANGUAGE sql AS 'SELECT ''OK''';
CREATE FUNCTION dblink_disconnect(text) RETURNS text LANGUAGE sql AS 'SELECT ''OK''';
CREATE FUNCTION dblink_exec(text, text) RETURNS text LANGUAGE sql AS 'SELECT ''OK''';
CREATE FUNCTION dblink_exec(text) RETURNS text LANGUAGE sql AS 'SELECT ''OK''';
CREATE FUNCTION dblink(text, text) RETURNS SETOF record LANGUAGE plpgsql AS 'BEGIN RETURN; END';
CREATE FUNCTION dblink(text) RETURNS SETOF record LANGUAGE plpgsql AS 'BEGIN RETURN; END';
CREATE FUNCTION dblink_send_query(text, text) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION dblink_get_connections() RETURNS text[] LANGUAGE sql AS 'SELECT ''{}''::text[]';
`,
};
