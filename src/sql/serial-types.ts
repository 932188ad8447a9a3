import type { TypeName } from './expression.js';

const integers: ReadonlyMap<string, string> = new Map([
  ['smallserial', 'int2'],
  ['serial', 'int4'],
  ['bigserial', 'int8'],
]);

const serials: ReadonlyMap<string, string> = new Map([...integers].map(([serial, integer]) => [integer, serial]));

const otherNames: ReadonlyMap<string, string> = new Map([
  ['serial2', 'smallserial'],
  ['serial4', 'serial'],
  ['serial8', 'bigserial'],
]);

/** The name by which operations know a type: `serial` for `serial4`. */
export const usualSerialName = (name: string): string => otherNames.get(name) ?? name;

/** `serial` for `int4`; absent for what is no integer. */
export const serialOfInteger = (name: string): string | undefined => serials.get(name);

/** No type, but a column of the integer with a sequence behind it: PostgreSQL knows the word without a schema only. */
export const isSerial = ({ schema, name }: Pick<TypeName, 'schema' | 'name'>): boolean =>
  schema === undefined && integers.has(name);

/** A serial as the integer that its column is; every other type as it is. */
export function withoutSerial(type: TypeName): TypeName {
  const name = isSerial(type) ? integers.get(type.name) : undefined;
  return name === undefined ? type : { ...type, name };
}
