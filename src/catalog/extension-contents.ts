import type { QualifiedName } from '../core/name.js';
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

// Those whose relations are few and known by name.
const knownRelations: Readonly<Record<string, readonly string[]>> = {
  postgis: ['spatial_ref_sys', 'geometry_columns', 'geography_columns', 'raster_columns', 'raster_overviews'],
  pg_stat_statements: ['pg_stat_statements', 'pg_stat_statements_info'],
};

/** The extension may have made an object of this class and name. */
export function mayHaveMade(extension: Extension, objectClass: ObjectClass, object: QualifiedName): boolean {
  const relations = objectClass === 'relation' ? knownRelations[extension.name] : undefined;
  if (relations !== undefined && !relations.includes(object.name)) return false;
  if (objectClass === 'relation' && withoutRelations.has(extension.name)) return false;
  if (objectClass === 'type' && withoutTypes.has(extension.name)) return false;
  return extension.schema === undefined || extension.schema === object.schema;
}
