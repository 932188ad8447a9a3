import type { Answer } from '../core/answer.js';
import type { Expression } from '../sql/expression.js';
import type { Constraint, Relation } from './model.js';

const isColumn = (expression: Expression, column: string): boolean =>
  expression.kind === 'column' && expression.path.at(-1) === column;

/** `col IS NOT NULL`, alone or as one of the conditions of an AND. */
function implies(expression: Expression, column: string): boolean {
  if (expression.kind === 'and') return expression.operands.some((operand) => implies(operand, column));
  return expression.kind === 'nullTest' && expression.negated && isColumn(expression.operand, column);
}

function forbidsNull({ definition, validated, columns }: Constraint, column: string): boolean {
  if (definition.type === 'primaryKey') return columns.includes(column);
  if (!validated) return false;
  if (definition.type === 'notNull') return definition.column === column;
  return definition.type === 'check' && implies(definition.expression, column);
}

export function mayBeNull(relation: Relation, name: string): Answer {
  const column = relation.columns.get(name);
  if (column?.notNull === true) return 'no';
  if ([...relation.constraints.values()].some((constraint) => forbidsNull(constraint, name))) return 'no';
  return column === undefined ? 'unknown' : 'yes';
}
