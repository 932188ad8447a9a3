import type { QualifiedName } from '../core/name.js';
import { ownValue } from '../core/own-value.js';
import type { Extension } from './model.js';

export type ObjectClass = 'relation' | 'function' | 'type';

// Extensions that are known to make no relation, and those that make no type either. Every other one may make anything.
const withoutRelations = new Set(
  (
    'plpgsql uuid-ossp pgcrypto citext pg_trgm btree_gin btree_gist unaccent hstore ltree intarray moddatetime ' +
    'fuzzystrmatch tablefunc vector cube earthdistance pgjwt isn seg lo autoinc refint insert_username tcn dict_int ' +
    'dict_xsyn http pg_hashids pg_jsonschema xml2 bloom amcheck pageinspect pgrowlocks pgstattuple sslinfo aws_lambda'
  ).split(' '),
);
const withoutTypes = new Set(
  (
    'plpgsql uuid-ossp pgcrypto btree_gin unaccent moddatetime fuzzystrmatch earthdistance pgjwt autoinc refint ' +
    'insert_username tcn dict_int dict_xsyn pg_hashids pg_jsonschema bloom amcheck pgrowlocks sslinfo ' +
    'pg_stat_statements aws_lambda'
  ).split(' '),
);

// Those whose relations are few and known by name.
const knownRelations: Readonly<Record<string, readonly string[]>> = {
  postgis: ['spatial_ref_sys', 'geometry_columns', 'geography_columns', 'raster_columns', 'raster_overviews'],
  pg_stat_statements: ['pg_stat_statements', 'pg_stat_statements_info'],
};

// Those whose types are few and known by name.
const knownTypes: Readonly<Record<string, readonly string[]>> = {
  citext: ['citext'],
  hstore: ['hstore', 'ghstore'],
  ltree: ['ltree', 'lquery', 'ltxtquery', 'ltree_gist'],
  pg_trgm: ['gtrgm'],
  cube: ['cube'],
  vector: ['vector', 'halfvec', 'sparsevec'],
  postgis: (
    'geometry geography box2d box2df box3d gidx spheroid geometry_dump valid_detail raster rastbandarg geomval ' +
    'addbandarg unionarg reclassarg agg_count agg_samealignment summarystats'
  ).split(' '),
};

const knownObjects: { readonly [Class in ObjectClass]?: Readonly<Record<string, readonly string[]>> } = {
  relation: knownRelations,
  type: knownTypes,
};

/** The extension may have made an object of this class and name. */
export function mayHaveMade(extension: Extension, objectClass: ObjectClass, object: QualifiedName): boolean {
  const known = ownValue(knownObjects[objectClass] ?? {}, extension.name);
  if (known !== undefined && !known.includes(object.name)) return false;
  if (objectClass === 'relation' && withoutRelations.has(extension.name)) return false;
  if (objectClass === 'type' && withoutTypes.has(extension.name)) return false;
  return extension.schema === undefined || extension.schema === object.schema;
}
