import type { Expression } from '../sql/expression.js';
import { expressionsOf } from '../sql/expression.js';
import type { ColumnDefinition, ConstraintDefinition, Operation } from '../sql/operation.js';

const present = (expressions: readonly (Expression | undefined)[]): readonly Expression[] =>
  expressions.filter((expression) => expression !== undefined);

const ofConstraint = (constraint: ConstraintDefinition): readonly Expression[] => {
  if (constraint.type === 'check') return [constraint.expression];
  return constraint.type === 'exclusion'
    ? present([constraint.where, ...constraint.elements.map(({ expression }) => expression)])
    : [];
};

const ofColumn = (column: ColumnDefinition): readonly Expression[] => [
  ...present([column.default, column.generated?.expression]),
  ...column.constraints.flatMap(ofConstraint),
];

/** The expressions that the server evaluates or parses when it runs the operation; bodies of functions are not. */
export function expressionsIn(op: Operation): readonly Expression[] {
  switch (op.kind) {
    case 'createTable':
      return [
        ...op.columns.flatMap(ofColumn),
        ...op.constraints.flatMap(ofConstraint),
        ...(op.partitionOf?.bound.values ?? []),
      ];
    case 'addColumn':
      return ofColumn(op.column);
    case 'alterColumnType':
      return present([op.using]);
    case 'setDefault':
      return [op.default];
    case 'setExpression':
      return [op.expression];
    case 'addConstraint':
      return ofConstraint(op.constraint);
    case 'createIndex':
      return present([op.where, ...op.elements.map(({ expression }) => expression)]);
    case 'createPolicy':
    case 'alterPolicy':
      return present([op.using, op.withCheck]);
    case 'createTrigger':
      return present([op.when]);
    case 'attachPartition':
      return op.bound.values;
    case 'insert':
    case 'update':
    case 'delete':
    case 'merge':
      return op.expressions;
    case 'select':
    case 'createView':
    case 'createMaterializedView':
    case 'createTableAs':
      return expressionsOf(op.query);
    default:
      return [];
  }
}
