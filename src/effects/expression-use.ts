import type { Index } from '../catalog/model.js';
import type { WrittenName } from '../core/name.js';
import { type Expression, walk } from '../sql/expression.js';

/** The expression names the column; of `t.a` the last part counts. */
export function usesColumn(expression: Expression, column: string): boolean {
  for (const part of walk(expression)) if (part.kind === 'column' && part.path.at(-1) === column) return true;
  return false;
}

export const indexUsesColumn = (index: Index, column: string): boolean =>
  index.include.includes(column) ||
  index.elements.some(
    (element) =>
      element.column === column || (element.expression !== undefined && usesColumn(element.expression, column)),
  ) ||
  (index.where !== undefined && usesColumn(index.where, column));

/** Relations that sub-queries of the expressions read. */
export function relationsIn(expressions: readonly (Expression | undefined)[]): readonly WrittenName[] {
  const found: WrittenName[] = [];
  for (const expression of expressions) {
    if (expression === undefined) continue;
    for (const part of walk(expression)) if (part.kind === 'subquery') found.push(...part.query.relations);
  }
  return found;
}

/** The conditions that all hold where the expression holds. */
export const conjunctsOf = (expression: Expression): readonly Expression[] =>
  expression.kind === 'and' ? expression.operands.flatMap(conjunctsOf) : [expression];

export const isNullConstant = (expression: Expression): boolean =>
  expression.kind === 'cast'
    ? isNullConstant(expression.operand)
    : expression.kind === 'constant' && expression.value === null;
