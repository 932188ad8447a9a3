import type { Extension } from './model.js';

export type ObjectClass = 'relation' | 'function' | 'type';

// Extensions that are known to make no relation, and those that make no type either. Every other one may make anything.
const withoutRelations = new Set(
  (
    'plpgsql uuid-ossp pgcrypto citext pg_trgm btree_gin btree_gist unaccent hstore ltree intarray moddatetime ' +
    'fuzzystrmatch tablefunc vector cube earthdistance pgjwt isn seg lo autoinc refint insert_username tcn dict_int ' +
    'dict_xsyn http pg_hashids pg_jsonschema xml2 bloom amcheck pageinspect pgrowlocks pgstattuple sslinfo'
  ).split(' '),
);
const withoutTypes = new Set(
  (
    'plpgsql uuid-ossp pgcrypto btree_gin unaccent moddatetime fuzzystrmatch earthdistance pgjwt autoinc refint ' +
    'insert_username tcn dict_int dict_xsyn pg_hashids pg_jsonschema bloom amcheck pgrowlocks sslinfo ' +
    'pg_stat_statements'
  ).split(' '),
);

/** The extension may have made an object of this class in the schema. */
export function mayHaveMade(extension: Extension, objectClass: ObjectClass, schema: string): boolean {
  if (objectClass === 'relation' && withoutRelations.has(extension.name)) return false;
  if (objectClass === 'type' && withoutTypes.has(extension.name)) return false;
  return extension.schema === undefined || extension.schema === schema || schema === 'extensions';
}
