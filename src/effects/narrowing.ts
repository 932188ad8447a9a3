import type { Answer } from '../core/answer.js';
import { ownValue } from '../core/own-value.js';
import type { TypeName } from '../sql/expression.js';
import { isBuiltin, isSameType, isString } from './type-facts.js';

/** Integers and floats by what they hold; a later one holds all of an earlier one. */
const integerRank: Readonly<Record<string, number>> = {
  smallserial: 1,
  int2: 1,
  serial: 2,
  int4: 2,
  bigserial: 3,
  int8: 3,
};
const decimalDigits: readonly number[] = [0, 5, 10, 19];

/** Pairs that lose part of the value: its time, its date, its offset, its exact digits, its netmask. */
const lossy: ReadonlySet<string> = new Set([
  'timestamptz date',
  'timestamp date',
  'timestamp time',
  'timestamptz time',
  'timestamptz timetz',
  'timetz time',
  'float8 float4',
  'numeric float4',
  'numeric float8',
  'int4 float4',
  'int8 float4',
  'int8 float8',
  'float4 numeric',
  'float8 numeric',
  'interval time',
  'inet cidr',
]);

const widened: ReadonlySet<string> = new Set([
  'cidr inet',
  'json jsonb',
  'jsonb json',
  'bit varbit',
  'macaddr macaddr8',
]);

/** Can the new type fail to hold, or silently round, a value of the old one? */
export function isNarrowing(from: TypeName, to: TypeName): Answer {
  if (from.arrayDimensions > 0 !== to.arrayDimensions > 0) return 'unknown';
  if (isSameType(from, to)) return losesLength(from, to) ? 'yes' : 'no';
  if (isString(from) && isString(to)) return losesLength({ ...from, name: to.name }, to) ? 'yes' : 'no';
  if (lossy.has(`${from.name} ${to.name}`)) return 'yes';
  return numbers(from, to) ?? times(from, to) ?? textual(from, to);
}

function losesLength(from: TypeName, to: TypeName): boolean {
  const [before, after] = [from.modifiers, to.modifiers];
  if (after.length === 0) return false;
  if (to.name === 'numeric') return losesDigits(before, after);
  const [limit, newLimit] = [before.at(-1), after.at(-1)];
  if (newLimit === undefined) return false;
  if (limit === undefined) return !isFullPrecision(to);
  return newLimit < limit;
}

const isFullPrecision = ({ name, modifiers }: TypeName): boolean =>
  ['time', 'timetz', 'timestamp', 'timestamptz', 'interval'].includes(name) && modifiers.at(-1) === 6;

function losesDigits(
  [precision, scale = 0]: readonly number[],
  [newPrecision, newScale = 0]: readonly number[],
): boolean {
  if (newPrecision === undefined) return false;
  if (precision === undefined) return true;
  return newScale < scale || newPrecision - newScale < precision - scale;
}

function numbers(from: TypeName, to: TypeName): Answer | undefined {
  const [rank, newRank] = [ownValue(integerRank, from.name), ownValue(integerRank, to.name)];
  if (rank !== undefined && newRank !== undefined) return newRank < rank ? 'yes' : 'no';
  if (rank !== undefined && to.name === 'numeric')
    return losesDigits([decimalDigits[rank] ?? 0], to.modifiers) ? 'yes' : 'no';
  if (newRank !== undefined && ['numeric', 'float4', 'float8'].includes(from.name)) return 'yes';
  if (rank !== undefined && ['float4', 'float8'].includes(to.name)) return 'no';
  return from.name === 'float4' && to.name === 'float8' ? 'no' : undefined;
}

function times(from: TypeName, to: TypeName): Answer | undefined {
  const isMoment = ({ name }: TypeName): boolean => name === 'timestamp' || name === 'timestamptz';
  if (isMoment(from) && isMoment(to)) return losesLength({ ...from, name: to.name }, to) ? 'yes' : 'no';
  return from.name === 'date' && isMoment(to) ? 'no' : undefined;
}

/** Into unbounded text everything fits; out of it only what the rows happen to hold. */
function textual(from: TypeName, to: TypeName): Answer {
  if (isString(to) && isBuiltin(from)) return to.modifiers.length === 0 ? 'no' : 'unknown';
  return widened.has(`${from.name} ${to.name}`) ? 'no' : 'unknown';
}
