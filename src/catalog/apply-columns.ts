import type { QualifiedName } from '../core/name.js';
import type { OperationOf } from '../sql/operation.js';
import { removeConstraint } from './apply-constraints.js';
import { family } from './children.js';
import { makeColumn, makeOwnedSequence } from './columns.js';
import { addConstraint } from './constraints.js';
import { relationToChange, toleratesExisting } from './creation.js';
import { inheritedColumn } from './inheritance.js';
import type { Column, Relation } from './model.js';
import { ownedSequences } from './owned-sequences.js';
import { changeRelation, relationAt, type Store, withEntry } from './store.js';

export function addColumn(store: Store, op: OperationOf<'addColumn'>): void {
  const table = relationToChange(store, op.table);
  if (table === undefined) return;
  const { column: definition } = op;
  if (table.columns.has(definition.name)) return;
  const made = { ...makeColumn(store, table, definition), writtenAt: { unit: store.state.unit, span: op.span } };
  // Where the table's columns are not all known, IF NOT EXISTS may have met an older column.
  const column = toleratesExisting(op) && !table.complete ? { ...made, unit: 0 } : made;
  changeRelation(store, table.name, (current) => ({
    ...current,
    columns: withEntry(current.columns, column.name, column),
  }));
  for (const constraint of definition.constraints) addConstraint(store, table.name, constraint);
  for (const child of family(store, table.name, op.only).slice(1)) addInherited(store, child, column, op);
}

function addInherited(store: Store, child: QualifiedName, column: Column, op: OperationOf<'addColumn'>): void {
  changeRelation(store, child, (current) =>
    current.columns.has(column.name)
      ? current
      : { ...current, columns: withEntry(current.columns, column.name, inheritedColumn(column, column.unit)) },
  );
  const isPartition = relationAt(store, child)?.partitionOf !== undefined;
  for (const constraint of op.column.constraints)
    if (constraint.type === 'check' || isPartition)
      addConstraint(store, child, constraint, { inherited: constraint.type === 'foreignKey' || undefined });
}

type ColumnChange = (column: Column) => Column;

/** Changes the column in the table and its children; a column that nobody knew stays unknown. */
function changeColumn(
  store: Store,
  op: OperationOf<'setDefault' | 'dropDefault' | 'setNotNull' | 'dropNotNull' | 'alterColumnType'>,
  change: ColumnChange,
): void {
  const table = relationToChange(store, op.table);
  if (table === undefined) return;
  for (const member of family(store, table.name, op.only)) changeRelation(store, member, withColumn(op.column, change));
}

const withColumn =
  (name: string, change: ColumnChange) =>
  (relation: Relation): Relation => {
    const column = relation.columns.get(name);
    return column === undefined
      ? relation
      : { ...relation, columns: withEntry(relation.columns, name, change(column)) };
  };

export const setDefault = (store: Store, op: OperationOf<'setDefault'>): void =>
  changeColumn(store, op, (column) => ({ ...column, default: op.default }));
export const dropDefault = (store: Store, op: OperationOf<'dropDefault'>): void =>
  changeColumn(store, op, (column) => ({ ...column, default: undefined }));
export const alterColumnType = (store: Store, op: OperationOf<'alterColumnType'>): void =>
  changeColumn(store, op, (column) => ({
    ...column,
    type: op.type,
    collation: op.collation,
    writtenAt: { unit: store.state.unit, span: op.span },
  }));
export function dropNotNull(store: Store, op: OperationOf<'dropNotNull'>): void {
  changeColumn(store, op, (column) => ({ ...column, notNull: false }));
  const table = relationToChange(store, op.table);
  for (const { name, definition } of table?.constraints.values() ?? [])
    if (table !== undefined && definition.type === 'notNull' && definition.column === op.column)
      removeConstraint(store, table.name, name);
}

export function setNotNull(store: Store, op: OperationOf<'setNotNull'>): void {
  const table = relationToChange(store, op.table);
  if (table === undefined) return;
  if (!table.complete && !table.columns.has(op.column)) proveNotNull(store, table, op);
  changeColumn(store, op, (column) => ({ ...column, notNull: true }));
}

/** Of a column whose type nobody knows, remember at least that it takes no NULL from here on. */
function proveNotNull(store: Store, table: Relation, op: OperationOf<'setNotNull'>): void {
  const { span } = op;
  addConstraint(store, table.name, {
    type: 'notNull',
    column: op.column,
    span,
    notValid: false,
    enforced: true,
    deferrable: false,
    initiallyDeferred: false,
  });
}

type OwnColumnOperation = OperationOf<
  'addIdentity' | 'setIdentity' | 'dropIdentity' | 'setExpression' | 'dropExpression'
>;

function changeOwnColumn(store: Store, op: OwnColumnOperation, change: ColumnChange): void {
  const table = relationToChange(store, op.table);
  if (table !== undefined) changeRelation(store, table.name, withColumn(op.column, change));
}

export function addIdentity(store: Store, op: OperationOf<'addIdentity'>): void {
  const table = relationToChange(store, op.table);
  const column = table?.columns.get(op.column);
  if (table !== undefined && column !== undefined && column.identity === undefined)
    makeOwnedSequence(store, table, op.column, column.type);
  changeOwnColumn(store, op, (current) => ({ ...current, identity: op.identity }));
}

export const setIdentity = (store: Store, op: OperationOf<'setIdentity'>): void =>
  changeOwnColumn(store, op, (column) => ({ ...column, identity: op.identity ?? column.identity }));

export function dropIdentity(store: Store, op: OperationOf<'dropIdentity'>): void {
  const table = relationToChange(store, op.table);
  if (table?.columns.get(op.column)?.identity !== undefined) {
    const sequence = ownedSequences(store, table.name, op.column)[0];
    if (sequence !== undefined) store.relations.remove(`${sequence.name.schema}.${sequence.name.name}`);
  }
  changeOwnColumn(store, op, (column) => ({ ...column, identity: undefined }));
}

export const setExpression = (store: Store, op: OperationOf<'setExpression'>): void =>
  changeOwnColumn(store, op, (column) =>
    column.generated ? { ...column, generated: { ...column.generated, expression: op.expression } } : column,
  );

export const dropExpression = (store: Store, op: OperationOf<'dropExpression'>): void =>
  changeOwnColumn(store, op, (column) => ({ ...column, generated: undefined }));
