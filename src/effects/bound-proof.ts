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
  const column = onlyColumn(key);
  if (key === undefined || column === undefined || bound.isDefault) return false;
  const facts = provenFacts(table);
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

/** Valid constraints of the default partition show that none of its rows belongs into a new one. The same limits hold. */
export function provesOutside(table: Relation, key: PartitionKey | undefined, bound: PartitionBound): boolean {
  const column = onlyColumn(key);
  if (key === undefined || column === undefined || key.strategy === 'hash' || bound.isDefault) return false;
  const facts = provenFacts(table);
  if (key.strategy === 'list')
    return bound.values.every((value) => facts.some((fact) => isOtherThan(fact, column, value)));
  const [from, to] = [bound.from[0], bound.to[0]];
  return from !== undefined && to !== undefined && facts.some((fact) => isBeyond(fact, column, from, to));
}

const onlyColumn = (key: PartitionKey | undefined): string | undefined =>
  key?.columns.length === 1 ? key.columns[0] : undefined;

const provenFacts = (table: Relation): readonly Expression[] =>
  [...table.constraints.values()].flatMap(({ definition, validated }) =>
    definition.type === 'check' && definition.enforced && validated ? conjunctsOf(definition.expression) : [],
  );

/** `column < from OR column >= to`, and the like. */
function isBeyond(fact: Expression, column: string, from: Expression, to: Expression): boolean {
  if (fact.kind === 'or') return fact.operands.every((operand) => isBeyond(operand, column, from, to));
  if (fact.kind === 'not') {
    const within = fact.operands.flatMap(conjunctsOf);
    return within.every((limit) => reaches(limit, column, from, '>=', -1) || reaches(limit, column, to, '<', 1));
  }
  return reaches(fact, column, from, '<', -1) || reaches(fact, column, to, '>=', 1);
}

/** `column <operator> value`, where the value is the bound or on this side of it. */
function reaches(fact: Expression, column: string, bound: Expression, operator: string, side: -1 | 1): boolean {
  if (fact.kind !== 'operator' || fact.operator !== operator || isOpen(bound)) return false;
  const [left, right] = fact.operands;
  if (right === undefined || !isColumn(left, column)) return false;
  const order = compare(constantOf(right), constantOf(bound));
  return order !== undefined && order * side >= 0;
}

function isOtherThan(fact: Expression, column: string, value: Expression): boolean {
  if (fact.kind === 'not') return fact.operands.every((operand) => isAmong(operand, column, value, ['=', 'IN']));
  return isAmong(fact, column, value, ['<>', 'NOT IN']);
}

function isAmong(fact: Expression, column: string, value: Expression, operators: readonly string[]): boolean {
  if (fact.kind !== 'operator' || !operators.includes(fact.operator)) return false;
  const [left, ...right] = fact.operands;
  const wanted = constantOf(value);
  return wanted !== undefined && isColumn(left, column) && right.some((operand) => constantOf(operand) === wanted);
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
