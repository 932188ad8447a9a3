import type { Catalog } from '../catalog/catalog.js';
import type { Domain } from '../catalog/model.js';
import type { TypeName } from '../sql/expression.js';
import { isSerial, withoutSerial } from '../sql/serial-types.js';

const strings: ReadonlySet<string> = new Set(['text', 'varchar', 'bpchar', 'name', 'citext']);

const builtins: ReadonlySet<string> = new Set(
  (
    'bool int2 int4 int8 oid float4 float8 numeric money text varchar bpchar name bytea json jsonb xml uuid date time ' +
    'timetz timestamp timestamptz interval cidr inet macaddr macaddr8 bit varbit point line lseg box path polygon circle ' +
    'tsvector tsquery int4range int8range numrange tsrange tstzrange daterange char regclass pg_lsn'
  ).split(' '),
);

/** Types of well-known extensions: their behaviour in type changes is known though no migration shows it. */
const extensionTypes: ReadonlySet<string> = new Set(['citext', 'hstore', 'ltree', 'vector', 'geometry', 'geography']);

export const isString = (type: TypeName): boolean => type.arrayDimensions === 0 && strings.has(type.name);

/** A type of PostgreSQL itself or of a well-known extension, which no history can define otherwise. */
export const isBuiltin = ({ schema, name }: TypeName): boolean =>
  (schema === undefined || schema === 'pg_catalog' || schema === 'extensions' || schema === 'public') &&
  (builtins.has(name) || extensionTypes.has(name));

/** Domains become what they are made of, and serials the integer that they are. */
export function plainType(type: TypeName, catalog: Catalog): TypeName {
  if (isSerial(type)) return withoutSerial(type);
  return type.arrayDimensions > 0 ? type : catalog.baseType(type);
}

/** The type is a domain, or a domain over a domain, that checks values or forbids NULL. */
export function isConstrainedDomain(type: TypeName, catalog: Catalog): boolean {
  if (type.arrayDimensions > 0) return false;
  const domain = domainNamed(type, catalog);
  if (domain === undefined) return false;
  return domain.notNull || domain.constraints.size > 0 || isConstrainedDomain(domain.base, catalog);
}

function domainNamed(type: TypeName, catalog: Catalog): Domain | undefined {
  const found = catalog.type(type);
  return typeof found !== 'string' && found.kind === 'domain' ? found : undefined;
}

/** The user type's kind; `builtin` for PostgreSQL's own, `unknown` where nobody knows. */
export function kindOfType(type: TypeName, catalog: Catalog): 'builtin' | 'enum' | 'composite' | 'range' | 'unknown' {
  const found = catalog.type(type);
  if (typeof found !== 'string') {
    return found.kind === 'enum' || found.kind === 'composite' || found.kind === 'range' ? found.kind : 'unknown';
  }
  return isBuiltin(type) ? 'builtin' : 'unknown';
}

export const isSameType = (a: TypeName, b: TypeName): boolean =>
  a.name === b.name &&
  a.arrayDimensions > 0 === b.arrayDimensions > 0 &&
  (a.schema === undefined || b.schema === undefined || a.schema === b.schema);

export const hasSameModifiers = (a: TypeName, b: TypeName): boolean =>
  a.modifiers.length === b.modifiers.length && a.modifiers.every((modifier, at) => modifier === b.modifiers[at]);
