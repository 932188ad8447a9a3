import type { Relation } from '../catalog/model.js';
import type { Expression } from '../sql/expression.js';
import type { PartitionBound, PartitionKey } from '../sql/operation.js';
import { conjunctsOf } from './expression-use.js';
import { impliesNotNull } from './not-null.js';

/**
 * Valid constraints of the table show that all its rows belong into the partition, so that attaching it reads none. One
 * key column and constant bounds, as migrations write them; what is not understood counts as not proved.
 */
export function provesBound(table: Relation, key: PartitionKey | undefined, bound: PartitionBound): boolean {
  const column = key?.columns[0];
  if (key === undefined || column === undefined || key.columns.length !== 1 || bound.isDefault) return false;
  const facts = [...table.constraints.values()].flatMap(({ definition, validated }) =>
    definition.type === 'check' && definition.enforced && validated ? conjunctsOf(definition.expression) : [],
  );
  const notNull = table.columns.get(column)?.notNull === true || facts.some((fact) => impliesNotNull(fact, column));
  if (!notNull) return false;
  if (key.strategy === 'list') return facts.some((fact) => isWithin(fact, column, bound.values));
  const [from, to] = [bound.from[0], bound.to[0]];
  if (key.strategy === 'hash' || from === undefined || to === undefined) return false;
  return (
    (isOpen(from) || facts.some((fact) => isLimit(fact, column, from, 'lower'))) &&
    (isOpen(to) || facts.some((fact) => isLimit(fact, column, to, 'upper')))
  );
}

/** MINVALUE and MAXVALUE. */
const isOpen = (expression: Expression): boolean =>
  expression.kind !== 'constant' && expression.kind !== 'cast' && expression.kind !== 'operator';

function isWithin(fact: Expression, column: string, values: readonly Expression[]): boolean {
  if (fact.kind !== 'operator' || !['=', 'IN'].includes(fact.operator)) return false;
  const [left, ...right] = fact.operands;
  const allowed = values.map(constantOf);
  return isColumn(left, column) && right.every((value) => allowed.includes(constantOf(value)));
}

function isLimit(fact: Expression, column: string, bound: Expression, side: 'lower' | 'upper'): boolean {
  if (fact.kind !== 'operator') return false;
  const [left, right] = fact.operands;
  if (right === undefined || !isColumn(left, column)) return false;
  const order = compare(constantOf(right), constantOf(bound));
  if (order === undefined) return false;
  if (side === 'lower') return ['>=', '>', '='].includes(fact.operator) && order >= 0;
  return fact.operator === '<' ? order <= 0 : ['<=', '='].includes(fact.operator) && order < 0;
}

const isColumn = (expression: Expression | undefined, column: string): boolean =>
  expression?.kind === 'column' && expression.path.at(-1) === column;

type Value = string | number | boolean | null | undefined;

const constantOf = (expression: Expression): Value =>
  expression.kind === 'cast'
    ? constantOf(expression.operand)
    : expression.kind === 'constant'
      ? expression.value
      : undefined;

/** Texts are compared only for equality, but dates written alike sort as their texts do. */
function compare(a: Value, b: Value): number | undefined {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a !== 'string' || typeof b !== 'string') return undefined;
  if (a === b) return 0;
  const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}:\d{2})?$/.test(text);
  return isDate(a) && isDate(b) && a.length === b.length ? (a < b ? -1 : 1) : undefined;
}
