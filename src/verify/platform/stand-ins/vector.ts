import type { StandIn } from '../stand-in.js';

/** One element type: text inside, with the modifier, comparisons, aggregates and index classes that DDL names. */
const elementType = (type: string): string => `
CREATE TYPE ${type};
CREATE FUNCTION ${type}_in(cstring, oid, integer) RETURNS ${type} LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION ${type}_out(${type}) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE FUNCTION ${type}_recv(internal, oid, integer) RETURNS ${type} LANGUAGE internal IMMUTABLE STRICT AS 'textrecv';
CREATE FUNCTION ${type}_send(${type}) RETURNS bytea LANGUAGE internal IMMUTABLE STRICT AS 'textsend';
CREATE FUNCTION ${type}_typmod_in(cstring[]) RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS 'varchartypmodin';
CREATE FUNCTION ${type}_typmod_out(integer) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'varchartypmodout';
CREATE TYPE ${type} (
  INPUT = ${type}_in, OUTPUT = ${type}_out, RECEIVE = ${type}_recv, SEND = ${type}_send,
  TYPMOD_IN = ${type}_typmod_in, TYPMOD_OUT = ${type}_typmod_out, STORAGE = external
);
CREATE FUNCTION ${type}(${type}, integer, boolean) RETURNS ${type} LANGUAGE sql IMMUTABLE STRICT AS 'SELECT $1';
CREATE CAST (${type} AS ${type}) WITH FUNCTION ${type}(${type}, integer, boolean) AS IMPLICIT;
${['double precision', 'real', 'integer', 'numeric'].map((element) => arrayCast(type, element)).join('')}
CREATE FUNCTION ${type}_to_float4(${type}, integer, boolean) RETURNS real[] LANGUAGE sql IMMUTABLE STRICT AS
  'SELECT translate($1::text, ''[]'', ''{}'')::real[]';
CREATE CAST (${type} AS real[]) WITH FUNCTION ${type}_to_float4(${type}, integer, boolean) AS IMPLICIT;
${comparisons.map(([operator, name, code, clauses]) => comparison(type, operator, name, code, clauses)).join('')}
CREATE FUNCTION ${type}_cmp(${type}, ${type}) RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS 'byteacmp';
CREATE FUNCTION ${type}_hash(${type}) RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS 'hashvarlena';
CREATE OPERATOR CLASS ${type}_ops DEFAULT FOR TYPE ${type} USING btree AS
  OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 ${type}_cmp(${type}, ${type});
${distances.map(([operator, name]) => distance(type, operator, name)).join('')}
${['+', '-', '*'].map((operator) => arithmetic(type, operator)).join('')}
CREATE OPERATOR || (LEFTARG = ${type}, RIGHTARG = ${type}, FUNCTION = ${type}_keep);
CREATE FUNCTION ${type}_dims(${type}) RETURNS integer LANGUAGE sql IMMUTABLE STRICT AS
  'SELECT cardinality(translate($1::text, ''[]'', ''{}'')::real[])';
CREATE FUNCTION l2_normalize(${type}) RETURNS ${type} LANGUAGE sql IMMUTABLE STRICT AS 'SELECT $1';
CREATE FUNCTION subvector(${type}, integer, integer) RETURNS ${type} LANGUAGE sql IMMUTABLE STRICT AS 'SELECT $1';
CREATE AGGREGATE avg(${type}) (SFUNC = ${type}_keep, STYPE = ${type});
CREATE AGGREGATE sum(${type}) (SFUNC = ${type}_keep, STYPE = ${type});
${indexClasses(type)}`;

const arrayCast = (type: string, element: string): string => `
CREATE FUNCTION array_to_${type}(${element}[], integer, boolean) RETURNS ${type} LANGUAGE sql IMMUTABLE STRICT AS
  'SELECT translate($1::text, ''{}'', ''[]'')::${type}';
CREATE CAST (${element}[] AS ${type}) WITH FUNCTION array_to_${type}(${element}[], integer, boolean) AS ASSIGNMENT;`;

const comparisons: readonly (readonly [string, string, string, string])[] = [
  ['<', 'lt', 'bytealt', 'COMMUTATOR = >, NEGATOR = >='],
  ['<=', 'le', 'byteale', 'COMMUTATOR = >=, NEGATOR = >'],
  ['=', 'eq', 'byteaeq', 'COMMUTATOR = =, NEGATOR = <>'],
  ['<>', 'ne', 'byteane', 'COMMUTATOR = <>, NEGATOR = ='],
  ['>=', 'ge', 'byteage', 'COMMUTATOR = <=, NEGATOR = <'],
  ['>', 'gt', 'byteagt', 'COMMUTATOR = <, NEGATOR = <='],
];

const comparison = (type: string, operator: string, name: string, code: string, clauses: string): string => `
CREATE FUNCTION ${type}_${name}(${type}, ${type}) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS '${code}';
CREATE OPERATOR ${operator} (LEFTARG = ${type}, RIGHTARG = ${type}, FUNCTION = ${type}_${name}, ${clauses});`;

const distances: readonly (readonly [string, string])[] = [
  ['<->', 'l2_distance'],
  ['<#>', 'negative_inner_product'],
  ['<=>', 'cosine_distance'],
  ['<+>', 'l1_distance'],
];

// Zero is a distance, so that whatever a migration computes from it has a value.
const distance = (type: string, operator: string, name: string): string => `
CREATE FUNCTION ${name}(${type}, ${type}) RETURNS double precision LANGUAGE sql IMMUTABLE STRICT AS
  'SELECT 0::double precision';
CREATE OPERATOR ${operator} (LEFTARG = ${type}, RIGHTARG = ${type}, FUNCTION = ${name}, COMMUTATOR = ${operator});`;

const arithmetic = (type: string, operator: string): string => `
${operator === '+' ? `CREATE FUNCTION ${type}_keep(${type}, ${type}) RETURNS ${type} LANGUAGE sql IMMUTABLE STRICT AS 'SELECT $1';` : ''}
CREATE OPERATOR ${operator} (LEFTARG = ${type}, RIGHTARG = ${type}, FUNCTION = ${type}_keep);`;

const indexClasses = (type: string): string =>
  ['hnsw', 'ivfflat']
    .flatMap((method) =>
      ['l2', 'ip', 'cosine', 'l1'].map(
        (metric) =>
          `CREATE OPERATOR CLASS ${type}_${metric}_ops ${metric === 'l2' && method === 'ivfflat' && type === 'vector' ? 'DEFAULT ' : ''}FOR TYPE ${type} USING ${method} AS
  OPERATOR 1 =, FUNCTION 1 ${type}_hash(${type});`,
      ),
    )
    .join('\n');

/**
 * Vectors are kept as text of any number of dimensions. Their indexes are hash indexes by the extension's names, without
 * its storage parameters.
 * @see https://github.com/pgvector/pgvector
 */
export const vector: StandIn = {
  name: 'vector',
  version: '0.8.0',
  sql: `
CREATE ACCESS METHOD hnsw TYPE INDEX HANDLER hashhandler;
CREATE ACCESS METHOD ivfflat TYPE INDEX HANDLER hashhandler;
${['vector', 'halfvec', 'sparsevec'].map(elementType).join('\n')}
CREATE FUNCTION inner_product(vector, vector) RETURNS double precision LANGUAGE sql IMMUTABLE STRICT AS
  'SELECT 0::double precision';
CREATE FUNCTION vector_norm(vector) RETURNS double precision LANGUAGE sql IMMUTABLE STRICT AS 'SELECT 0::double precision';
`,
};
