import { quoteLiteral } from '../../core/name.js';
import type { Row } from '../database.js';
import type { LiveObject } from './live-schema.js';
import { rightsAttributes } from './sql-fragments.js';

/** One query of objects. Everything is SQL over the tables of `from`, in which `n` is the schema where there is one. */
export interface Family {
  readonly kind: string;
  readonly name: string;
  /** The key of the object that it is a part of. */
  readonly parent?: string | undefined;
  /** Expressions of type text; NULL is absent. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly rights?: { readonly acl: string; readonly initial: string } | undefined;
  readonly from: string;
  readonly where?: string | undefined;
}

export interface FamilyContext {
  /** 12 to 18. */
  readonly version: number;
  /** A condition on `n.nspname`: the schema is looked at. */
  readonly isOurs: string;
}

export type FamilyQuery = (context: FamilyContext) => readonly Family[];

/** Which schemas are looked at: not the server's own, and none of `excluded`. */
export function schemaCondition(excluded: readonly string[]): string {
  const names = ['information_schema', ...excluded].map(quoteLiteral).join(', ');
  return `n.nspname !~ '^pg_' AND n.nspname NOT IN (${names})`;
}

/**
 * Selects the family's objects: `family` is the given number, `values` a JSON array in the order of the attributes, `rights` a
 * JSON object or NULL. Names of attributes are not sent with each row, as that takes half of the time.
 */
export function toQuery({ kind, name, parent, attributes, rights, from, where }: Family, number: number): string {
  const values = Object.values(attributes).map((value) => `(${value})::text`);
  return (
    `SELECT ${number} AS family, ${kind} AS kind, ${name} AS name, ${parent ?? 'NULL::text'} AS parent, ` +
    `json_build_array(${values.join(', ')})::text AS values, ` +
    `${rights === undefined ? 'NULL' : rightsAttributes(rights.acl, rights.initial)}::text AS rights ` +
    `FROM ${from}${where === undefined ? '' : ` WHERE ${where}`}`
  );
}

/** What `toQuery` selected, as an object. */
export function toObject(family: Family, { kind, name, parent, values, rights }: Row): LiveObject {
  const attributes: Record<string, string> = {};
  const row: readonly (string | null)[] = JSON.parse(values ?? '[]');
  for (const [at, attribute] of Object.keys(family.attributes).entries()) {
    const value = row[at];
    if (value !== undefined && value !== null) attributes[attribute] = value;
  }
  return {
    kind: kind ?? '',
    name: name ?? '',
    ...(parent ? { parent } : {}),
    attributes: rights ? { ...attributes, ...JSON.parse(rights) } : attributes,
  };
}
