import type { StandIn } from '../stand-in.js';

/** Every request is answered with no data. @see https://github.com/supabase/pg_graphql */
export const pgGraphql: StandIn = {
  name: 'pg_graphql',
  version: '1.5.11',
  schema: 'graphql',
  sql: `
CREATE FUNCTION graphql.resolve(
  query text, variables jsonb DEFAULT '{}', "operationName" text DEFAULT NULL, extensions jsonb DEFAULT NULL
) RETURNS jsonb LANGUAGE sql AS 'SELECT ''{"data": null}''::jsonb';
CREATE FUNCTION graphql._internal_resolve(
  query text, variables jsonb DEFAULT '{}', "operationName" text DEFAULT NULL, extensions jsonb DEFAULT NULL
) RETURNS jsonb LANGUAGE sql AS 'SELECT ''{"data": null}''::jsonb';
CREATE FUNCTION graphql.comment_directive(comment_ text) RETURNS jsonb LANGUAGE sql IMMUTABLE AS 'SELECT ''{}''::jsonb';
CREATE SEQUENCE graphql.seq_schema_version CYCLE;
CREATE FUNCTION graphql.get_schema_version() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION graphql.increment_schema_version() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
`,
};
