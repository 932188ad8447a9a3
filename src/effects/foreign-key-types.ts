import { ownValue } from '../core/own-value.js';
import type { TypeName } from '../sql/expression.js';
import { isSameType } from './type-facts.js';

/**
 * What becomes of a foreign key whose columns have other types than the key: `alike` costs nothing, `narrower` cannot hold
 * every value of the key, `converted` compares by way of a cast, `refused` is an error (42804). `unknown`: nobody can say.
 */
export type KeyTypes = 'alike' | 'narrower' | 'converted' | 'refused' | 'unknown';

const integers: readonly string[] = ['int2', 'int4', 'int8'];
const texts: ReadonlySet<string> = new Set(['text', 'varchar']);

// Types of the key, each with the types of the referencing column that PostgreSQL takes. A test tries every pair.
export const referencingTypes: Readonly<Record<string, readonly string[]>> = {
  int2: ['int4', 'int8'],
  int4: ['int2', 'int8'],
  int8: ['int2', 'int4'],
  numeric: ['int2', 'int4', 'int8'],
  float4: ['int2', 'int4', 'int8', 'numeric', 'float8'],
  float8: ['int2', 'int4', 'int8', 'numeric', 'float4'],
  text: ['varchar', 'bpchar', 'name'],
  varchar: ['text', 'bpchar', 'name'],
  bpchar: ['text', 'varchar'],
  name: ['text', 'varchar', 'bpchar'],
  uuid: [],
  date: ['timestamp', 'timestamptz'],
  timestamp: ['date', 'timestamptz'],
  timestamptz: ['date', 'timestamp'],
  bool: [],
  bytea: [],
  inet: ['cidr'],
  cidr: ['inet'],
};

const isPlain = ({ schema, name, arrayDimensions }: TypeName): boolean =>
  arrayDimensions === 0 && (schema === undefined || schema === 'pg_catalog') && Object.hasOwn(referencingTypes, name);

/** `from` is the referencing column's type, `key` that of the referenced one; both without domains and serials. */
export function keyTypes(from: TypeName, key: TypeName): KeyTypes {
  if (isSameType(from, key)) return 'alike';
  if (!isPlain(from) || !isPlain(key)) return 'unknown';
  if (texts.has(from.name) && texts.has(key.name)) return 'alike';
  if (!ownValue(referencingTypes, key.name)?.includes(from.name)) return 'refused';
  const [width, keyWidth] = [integers.indexOf(from.name), integers.indexOf(key.name)];
  if (width < 0 || keyWidth < 0) return 'converted';
  // Integers of all widths share one operator family: a wider column costs nothing but its bytes.
  return width < keyWidth ? 'narrower' : 'alike';
}
