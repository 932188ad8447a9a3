import type { WrittenName } from '../core/name.js';
import type { TypeName } from '../sql/expression.js';
import type { ColumnDefinition, OperationOf } from '../sql/operation.js';
import type { RuleContext } from './rule.js';

/** A column whose type a statement writes down. */
export interface WrittenColumn {
  readonly table: WrittenName;
  readonly column: string;
  readonly type: TypeName;
  /** Absent where an existing column gets another type. */
  readonly definition?: ColumnDefinition | undefined;
  /** The statement is CREATE TABLE. */
  readonly isNewTable: boolean;
}

interface ColumnChecks<Problem, Options> {
  readonly createTable: (op: OperationOf<'createTable'>, context: RuleContext<Options>) => Iterable<Problem>;
  readonly addColumn: (op: OperationOf<'addColumn'>, context: RuleContext<Options>) => Iterable<Problem>;
  readonly alterColumnType: (op: OperationOf<'alterColumnType'>, context: RuleContext<Options>) => Iterable<Problem>;
}

/** The checks of a rule about the types of columns, wherever a type is written. Temporary tables are left out. */
export const onWrittenColumns = <const Problem, Options>(
  judge: (column: WrittenColumn, context: RuleContext<Options>) => Iterable<Problem>,
): ColumnChecks<Problem, Options> => ({
  *createTable({ table, columns, persistence, foreignServer }, context) {
    // A foreign table's types are those of its server, a temporary one is gone soon.
    if (persistence === 'temporary' || foreignServer !== undefined) return;
    for (const definition of columns) {
      const { name, type } = definition;
      if (type.name !== '') yield* judge({ table, column: name, type, definition, isNewTable: true }, context);
    }
  },
  *addColumn({ table, column: definition }, context) {
    const { name, type } = definition;
    yield* judge({ table, column: name, type, definition, isNewTable: false }, context);
  },
  *alterColumnType({ table, column, type }, context) {
    yield* judge({ table, column, type, isNewTable: false }, context);
  },
});

/** A type of pg_catalog, by its internal name: `timestamp`, `bpchar`. */
export const isBuiltIn = ({ schema, name }: TypeName, ...names: readonly string[]): boolean =>
  (schema === undefined || schema === 'pg_catalog') && names.includes(name);
