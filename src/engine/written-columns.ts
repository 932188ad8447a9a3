import type { Catalog } from '../catalog/catalog.js';
import type { Column, Unit } from '../catalog/model.js';
import type { QualifiedName, WrittenName } from '../core/name.js';
import type { TypeName } from '../sql/expression.js';
import type { ColumnDefinition, OperationOf } from '../sql/operation.js';
import { isSerial, withoutSerial } from '../sql/serial-types.js';
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

interface Mendable {
  readonly mended: (end: Catalog) => boolean;
}

interface ColumnChecks<Problem, Options> {
  readonly createTable: (op: OperationOf<'createTable'>, context: RuleContext<Options>) => Iterable<Problem>;
  readonly addColumn: (op: OperationOf<'addColumn'>, context: RuleContext<Options>) => Iterable<Problem>;
  readonly alterColumnType: (op: OperationOf<'alterColumnType'>, context: RuleContext<Options>) => Iterable<Problem>;
}

/**
 * The checks of a rule about the types of columns, wherever a type is written. Temporary tables are left out, and what has
 * another type by the end of the history.
 */
export function onWrittenColumns<const Problem, Options>(
  judge: (column: WrittenColumn, context: RuleContext<Options>) => Iterable<Problem>,
): ColumnChecks<Problem & Mendable, Options> {
  function* judgeOne(column: WrittenColumn, context: RuleContext<Options>): Generator<Problem & Mendable> {
    const name = context.catalog.resolve(column.table);
    const { unit } = context.catalog;
    // Asked at the end of the run, until when it should hold no more than it needs.
    const kept = { column: column.column, type: column.type };
    const mended = (end: Catalog): boolean => !isStillThere(end, name, kept, unit);
    for (const problem of judge(column, context)) yield { ...problem, mended };
  }
  return {
    *createTable({ table, columns, persistence, foreignServer }, context) {
      // A foreign table's types are those of its server, a temporary one is gone soon.
      if (persistence === 'temporary' || foreignServer !== undefined) return;
      for (const definition of columns) {
        const { name, type } = definition;
        if (type.name !== '') yield* judgeOne({ table, column: name, type, definition, isNewTable: true }, context);
      }
    },
    *addColumn({ table, column: definition }, context) {
      const { name, type } = definition;
      yield* judgeOne({ table, column: name, type, definition, isNewTable: false }, context);
    },
    *alterColumnType({ table, column, type }, context) {
      yield* judgeOne({ table, column, type, isNewTable: false }, context);
    },
  };
}

/** The column has this type in the end, under this name or perhaps under another. */
function isStillThere(
  end: Catalog,
  name: QualifiedName,
  { column, type }: Pick<WrittenColumn, 'column' | 'type'>,
  unit: Unit,
): boolean {
  const table = end.relation(name);
  if (table === 'unknown') return true;
  const now = typeof table === 'object' ? table.columns.get(column) : undefined;
  if (now !== undefined) return hasType(now, type);
  if (typeof table === 'object' && !table.complete) return true;
  for (const { columns } of typeof table === 'object' ? [table] : end.relations())
    for (const other of columns.values()) if (other.unit === unit && hasType(other, type)) return true;
  return false;
}

function hasType({ type, serial }: Column, written: TypeName): boolean {
  if (isSerial(written) && !serial) return false;
  return spelled(type) === spelled(withoutSerial(written));
}

const spelled = ({ name, modifiers, arrayDimensions }: TypeName): string =>
  [name, arrayDimensions, ...modifiers].join(' ');

/** A type of pg_catalog, by its internal name: `timestamp`, `bpchar`. */
export const isBuiltIn = ({ schema, name }: TypeName, ...names: readonly string[]): boolean =>
  (schema === undefined || schema === 'pg_catalog') && names.includes(name);
