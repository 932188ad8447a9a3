import type { Catalog } from '../catalog/catalog.js';
import type { Answer } from '../core/answer.js';
import { ownValue } from '../core/own-value.js';
import type { TypeName } from '../sql/expression.js';
import { isSameType, isString, kindOfType, plainType } from './type-facts.js';

const numbers: readonly string[] = ['int2', 'int4', 'int8', 'float4', 'float8', 'numeric'];

/** Implicit and assignment casts of pg_cast between types that are neither numbers nor strings. */
const casts: Readonly<Record<string, readonly string[]>> = {
  int8: ['oid', 'money'],
  int4: ['oid', 'money'],
  int2: ['oid'],
  numeric: ['money'],
  money: ['numeric'],
  oid: ['int4', 'int8'],
  json: ['jsonb'],
  jsonb: ['json'],
  cidr: ['inet'],
  inet: ['cidr'],
  macaddr: ['macaddr8'],
  macaddr8: ['macaddr'],
  date: ['timestamp', 'timestamptz'],
  time: ['interval', 'timetz'],
  timetz: ['time'],
  timestamp: ['date', 'time', 'timestamptz'],
  timestamptz: ['date', 'time', 'timestamp', 'timetz'],
  interval: ['time'],
  bit: ['varbit'],
  varbit: ['bit'],
  point: ['box'],
  path: ['polygon'],
  box: ['polygon', 'circle'],
  polygon: ['path'],
  circle: ['polygon'],
};

/** Does the server turn old values into new ones by itself, without USING? Everything can become text. */
export function isCastByAssignment(from: TypeName, to: TypeName, catalog: Catalog): Answer {
  const [before, after] = [plainType(from, catalog), plainType(to, catalog)];
  if (before.arrayDimensions > 0 || after.arrayDimensions > 0) return arrayCast(before, after, catalog);
  if (isSameType(before, after) || isString(after)) return 'yes';
  if (numbers.includes(before.name) && numbers.includes(after.name)) return 'yes';
  if (ownValue(casts, before.name)?.includes(after.name) === true) return 'yes';
  const kinds = [kindOfType(before, catalog), kindOfType(after, catalog)];
  // Extensions bring casts of their own.
  return kinds.includes('unknown') || isFromExtension(before) || isFromExtension(after) ? 'unknown' : 'no';
}

const isFromExtension = ({ name }: TypeName): boolean =>
  ['citext', 'hstore', 'ltree', 'vector', 'geometry', 'geography'].includes(name);

function arrayCast(from: TypeName, to: TypeName, catalog: Catalog): Answer {
  if (isString(to)) return 'yes';
  if (from.arrayDimensions === 0 || to.arrayDimensions === 0) return 'no';
  return isCastByAssignment({ ...from, arrayDimensions: 0 }, { ...to, arrayDimensions: 0 }, catalog);
}
