import type { Catalog } from '../catalog/catalog.js';
import type { Routine } from '../catalog/model.js';
import type { WrittenName } from '../core/name.js';
import { type Expression, walk } from '../sql/expression.js';
import type { Volatility } from '../sql/operation.js';
import { builtinVolatility } from './builtin-volatility.js';

/** `unknown`: it calls a function that neither PostgreSQL nor the history knows. */
export type KnownVolatility = Volatility | 'unknown';

const order: readonly KnownVolatility[] = ['immutable', 'stable', 'unknown', 'volatile'];
const lessSafe = (a: KnownVolatility, b: KnownVolatility): KnownVolatility =>
  order.indexOf(a) >= order.indexOf(b) ? a : b;

/** A chain of functions that inline each other is followed this far. */
const maxInlining = 8;

// Without these words a body `SELECT …` is one expression over its arguments.
const clauseWord = /\b(?:from|where|group|having|order|limit|offset|union|intersect|except|with|for|distinct)\b/i;

/** What decides how often the server evaluates the default of a new column: volatile means once a row. */
export function defaultVolatility(expression: Expression, catalog: Catalog): KnownVolatility {
  let found: KnownVolatility = 'immutable';
  for (const part of walk(expression)) {
    if (part.kind === 'call') found = lessSafe(found, functionVolatility(part.name, catalog, 0));
    // `timestamptz 'now'` and casts through the session's settings are stable at most.
    else if (part.kind === 'subquery') found = lessSafe(found, 'unknown');
  }
  return found;
}

/** The first function of the expression that has this volatility, for messages. */
export function functionOf(
  expression: Expression,
  volatility: KnownVolatility,
  catalog: Catalog,
): WrittenName | undefined {
  for (const part of walk(expression)) {
    if (part.kind === 'call' && functionVolatility(part.name, catalog, 0) === volatility) return part.name;
  }
  return undefined;
}

function functionVolatility(name: WrittenName, catalog: Catalog, depth: number): KnownVolatility {
  const routines = catalog.routines(name);
  if (typeof routines !== 'string' && routines.length > 0) {
    return routines.map((routine) => routineVolatility(routine, catalog, depth)).reduce(lessSafe);
  }
  return builtinVolatility(name.name, name.schema) ?? 'unknown';
}

function routineVolatility(routine: Routine, catalog: Catalog, depth: number): KnownVolatility {
  if (routine.volatility !== 'volatile' || depth >= maxInlining || !isInlined(routine)) return routine.volatility;
  return routine.references.functions
    .map((name) => functionVolatility(name, catalog, depth + 1))
    .reduce<KnownVolatility>(lessSafe, 'immutable');
}

/**
 * The planner puts the body of a simple SQL function in the place of the call, so that the declared volatility no longer
 * counts.
 * @see https://wiki.postgresql.org/wiki/Inlining_of_SQL_functions
 */
function isInlined({ language, security, settings, body, references, returns }: Routine): boolean {
  if (language !== 'sql' || security !== 'invoker' || Object.keys(settings).length > 0) return false;
  if (returns?.setof === true || references.relations.length > 0 || body === undefined) return false;
  const text = body
    .trim()
    .replace(/;$/, '')
    .replaceAll(/'(?:[^']|'')*'/g, "''");
  return /^select\b/i.test(text) && !text.includes(';') && !clauseWord.test(text);
}
