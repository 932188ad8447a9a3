import { columnNamed, relationNamed } from '../catalog/existing.js';
import type { WrittenName } from '../core/name.js';
import type { ConstraintDefinition, OperationOf } from '../sql/operation.js';
import type { RuleContext } from './rule.js';

/** A constraint that a statement writes down. */
export interface WrittenConstraint {
  readonly table: WrittenName;
  readonly constraint: ConstraintDefinition;
}

interface ConstraintChecks<Problem, Options> {
  readonly createTable: (op: OperationOf<'createTable'>, context: RuleContext<Options>) => Iterable<Problem>;
  readonly addColumn: (op: OperationOf<'addColumn'>, context: RuleContext<Options>) => Iterable<Problem>;
  readonly addConstraint: (op: OperationOf<'addConstraint'>, context: RuleContext<Options>) => Iterable<Problem>;
}

/**
 * The checks of a rule about constraints, wherever one is written. Temporary tables are left out, and so is what
 * IF NOT EXISTS passes by.
 */
export const onWrittenConstraints = <const Problem, Options>(
  judge: (written: WrittenConstraint, context: RuleContext<Options>) => Iterable<Problem>,
): ConstraintChecks<Problem, Options> => ({
  *createTable(op, context) {
    const { table, persistence } = op;
    if (persistence === 'temporary' || (op.ifNotExists && relationNamed(context.catalog, table) !== undefined)) return;
    for (const column of op.columns)
      for (const constraint of column.constraints) yield* judge({ table, constraint }, context);
    for (const constraint of op.constraints) yield* judge({ table, constraint }, context);
  },
  *addColumn({ table, column, ifNotExists }, context) {
    if (ifNotExists && columnNamed(context.catalog, table, column.name) !== undefined) return;
    for (const constraint of column.constraints) yield* judge({ table, constraint }, context);
  },
  *addConstraint({ table, constraint }, context) {
    if (relationNamed(context.catalog, table)?.persistence === 'temporary') return;
    yield* judge({ table, constraint }, context);
  },
});
