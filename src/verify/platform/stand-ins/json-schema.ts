import type { StandIn } from '../stand-in.js';

/** Every document is valid. @see https://github.com/supabase/pg_jsonschema */
export const pgJsonschema: StandIn = {
  name: 'pg_jsonschema',
  version: '0.3.3',
  sql: `
CREATE FUNCTION json_matches_schema(schema json, instance json) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS
  'SELECT true';
CREATE FUNCTION jsonb_matches_schema(schema json, instance jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS
  'SELECT true';
CREATE FUNCTION jsonschema_is_valid(schema json) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS 'SELECT true';
CREATE FUNCTION jsonschema_validation_errors(schema json, instance json) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT AS
  'SELECT ''{}''::text[]';
`,
};
