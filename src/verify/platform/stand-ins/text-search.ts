import type { StandIn } from '../stand-in.js';

const operators = (names: readonly string[], type: string, result: string): string =>
  names.map((name) => `CREATE OPERATOR ${name} (LEFTARG = ${type}, RIGHTARG = text, FUNCTION = ${result});`).join('\n');

const btreeClass = (name: string, type: string, compare: string, isDefault: boolean): string => `
CREATE OPERATOR CLASS ${name} ${isDefault ? 'DEFAULT ' : ''}FOR TYPE ${type} USING pgroonga AS
  OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 ${compare};`;

/** Its indexes are B-trees by its name; a search finds what contains the text. @see https://pgroonga.github.io */
export const pgroonga: StandIn = {
  name: 'pgroonga',
  version: '3.2.5',
  sql: `
CREATE ACCESS METHOD pgroonga TYPE INDEX HANDLER bthandler;
CREATE FUNCTION pgroonga_contains(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS
  'SELECT position($2 in $1) > 0';
CREATE FUNCTION pgroonga_contains(text[], text) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS 'SELECT $2 = ANY ($1)';
CREATE FUNCTION pgroonga_contains(jsonb, text) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS
  'SELECT position($2 in $1::text) > 0';
${['text', 'text[]', 'jsonb'].map((type) => operators(['&@', '&@~', '&@*', '&^', '&^~', '&~'], type, 'pgroonga_contains')).join('\n')}
CREATE FUNCTION pgroonga_score(tableoid oid, ctid tid) RETURNS double precision LANGUAGE sql AS 'SELECT 0::double precision';
CREATE FUNCTION pgroonga_score("row" record) RETURNS double precision LANGUAGE plpgsql AS 'BEGIN RETURN 0; END';
CREATE FUNCTION pgroonga_table_name(indexname text) RETURNS text LANGUAGE sql AS 'SELECT ''''';
CREATE FUNCTION pgroonga_normalize(target text, normalizer text DEFAULT '') RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE FUNCTION pgroonga_query_escape(query text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE FUNCTION pgroonga_highlight_html(target text, keywords text[]) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1';
${btreeClass('pgroonga_text_full_text_search_ops_v2', 'text', 'bttextcmp(text, text)', true)}
${btreeClass('pgroonga_text_full_text_search_ops', 'text', 'bttextcmp(text, text)', false)}
${btreeClass('pgroonga_varchar_full_text_search_ops_v2', 'text', 'bttextcmp(text, text)', false)}
${btreeClass('pgroonga_text_array_full_text_search_ops', 'anyarray', 'btarraycmp(anyarray, anyarray)', true)}
${btreeClass('pgroonga_jsonb_ops_v2', 'jsonb', 'jsonb_cmp(jsonb, jsonb)', true)}
`,
};

/** Its indexes are GIN indexes by its name. @see https://github.com/postgrespro/rum */
export const rum: StandIn = {
  name: 'rum',
  version: '1.3',
  sql: `
CREATE ACCESS METHOD rum TYPE INDEX HANDLER ginhandler;
CREATE OPERATOR CLASS rum_tsvector_ops DEFAULT FOR TYPE tsvector USING rum AS
  OPERATOR 1 @@ (tsvector, tsquery),
  FUNCTION 1 bttextcmp(text, text),
  FUNCTION 2 gin_extract_tsvector(tsvector, internal, internal),
  FUNCTION 3 gin_extract_tsquery(tsvector, internal, smallint, internal, internal, internal, internal),
  FUNCTION 4 gin_tsquery_consistent(internal, smallint, tsvector, integer, internal, internal, internal, internal),
  STORAGE text;
CREATE FUNCTION rum_ts_distance(tsvector, tsquery) RETURNS real LANGUAGE sql IMMUTABLE STRICT AS 'SELECT 0::real';
CREATE FUNCTION rum_ts_score(tsvector, tsquery) RETURNS real LANGUAGE sql IMMUTABLE STRICT AS 'SELECT 0::real';
CREATE OPERATOR <=> (LEFTARG = tsvector, RIGHTARG = tsquery, FUNCTION = rum_ts_distance);
`,
};
