import type { QualifiedName } from '../core/name.js';
import type { ConstraintDefinition, CreateTable, CreateTableAs, OperationOf } from '../sql/operation.js';
import { family, sameName } from './children.js';
import { emptyRelation, makeColumn } from './columns.js';
import { addConstraint } from './constraints.js';
import { beginRelation, newName, relationToChange } from './creation.js';
import { columnsFromParents, columnsLike, copyLike, inheritChecks, inheritFromPartitioned } from './inheritance.js';
import { withOwnKeys } from './inherited-keys.js';
import { isManagedSchema } from './managed-schemas.js';
import type { Column, Relation } from './model.js';
import { markPopulated } from './populated.js';
import { applyDefaultPrivileges } from './privileges.js';
import { isKnown, lookupRelation, resolveRelation, resolveType } from './resolve.js';
import { changeRelation, putRelation, relationAt, type Store } from './store.js';
import { queryColumns } from './view-columns.js';

type Definition = ConstraintDefinition;

const keysFirst = (constraints: readonly Definition[]): readonly Definition[] => [
  ...constraints.filter(({ type }) => type === 'primaryKey'),
  ...constraints.filter(({ type }) => type === 'unique'),
  ...constraints.filter(({ type }) => type !== 'primaryKey' && type !== 'unique'),
];

function kindOf(op: CreateTable): Relation['kind'] {
  if (op.foreignServer !== undefined) return 'foreignTable';
  return op.partitionBy === undefined ? 'table' : 'partitionedTable';
}

const newTable = (store: Store, op: CreateTable, name: QualifiedName): Relation => ({
  ...emptyRelation(name, kindOf(op), store.state.unit),
  span: op.span,
  persistence: name.schema === 'pg_temp' ? 'temporary' : op.persistence,
  options: op.options,
  partitionBy: op.partitionBy,
  partitionOf: op.partitionOf && {
    parent: resolveRelation(store, op.partitionOf.parent),
    bound: op.partitionOf.bound,
  },
  inherits: op.inherits.map((parent) => resolveRelation(store, parent)),
  ofType: op.ofType && resolveType(store, op.ofType),
  managed: isManagedSchema(store.options, name.schema),
});

/** Relations whose columns come first, in this order. */
const parentsOf = (table: Relation): readonly QualifiedName[] => [
  ...(table.ofType ? [table.ofType] : []),
  ...table.inherits,
  ...(table.partitionOf ? [table.partitionOf.parent] : []),
];

export function createTable(store: Store, op: CreateTable): void {
  const table = newTable(store, op, newName(store, op.table, op.persistence));
  if (!beginRelation(store, table, op)) return;
  const parents = parentsOf(table);
  const columns: Map<string, Column> = columnsFromParents(store, parents);
  const sources = op.like.map(({ source, including }) => ({ source: lookupRelation(store, source), including }));
  for (const { source, including } of sources)
    if (isKnown(source))
      for (const column of columnsLike(store, table, source, including)) columns.set(column.name, column);
  for (const definition of op.columns) {
    const inherited = columns.get(definition.name);
    const own = makeColumn(store, table, definition);
    columns.set(definition.name, { ...own, notNull: own.notNull || inherited?.notNull === true });
  }
  const complete =
    parents.every((parent) => relationAt(store, parent)?.complete === true) &&
    sources.every(({ source }) => isKnown(source) && source.complete);
  changeRelation(store, table.name, (entered) => ({ ...entered, columns, complete: entered.complete && complete }));
  for (const constraint of keysFirst([...op.columns.flatMap((column) => column.constraints), ...op.constraints]))
    addConstraint(store, table.name, constraint);
  for (const { source, including } of sources) if (isKnown(source)) copyLike(store, table.name, source, including);
  inherit(store, table);
  applyDefaultPrivileges(store, 'table', table.name);
}

function inherit(store: Store, table: Relation): void {
  for (const name of table.inherits) {
    const parent = relationAt(store, name);
    if (parent !== undefined) inheritChecks(store, table.name, parent);
  }
  const parent = table.partitionOf && relationAt(store, table.partitionOf.parent);
  if (parent !== undefined) inheritFromPartitioned(store, table.name, parent);
}

export function createTableAs(store: Store, op: CreateTableAs, text: string): void {
  const name = newName(store, op.table, op.persistence);
  const { columns, complete } = queryColumns(store, op.query, [], text.slice(op.span.start, op.span.end));
  const table: Relation = {
    ...emptyRelation(name, 'table', store.state.unit),
    span: op.span,
    persistence: name.schema === 'pg_temp' ? 'temporary' : op.persistence,
    columns,
    complete,
    managed: isManagedSchema(store.options, name.schema),
  };
  if (!beginRelation(store, table, op)) return;
  applyDefaultPrivileges(store, 'table', name);
  if (op.withData) markPopulated(store, name);
}

export function attachPartition(store: Store, op: OperationOf<'attachPartition'>): void {
  const parent = relationToChange(store, op.table);
  const child = relationToChange(store, op.partition);
  if (parent === undefined || child === undefined || isWithin(store, parent, child)) return;
  putRelation(store, { ...child, partitionOf: { parent: parent.name, bound: op.bound } });
  inheritFromPartitioned(store, child.name, parent);
  if (child.populated !== undefined) markPopulated(store, parent.name);
}

/** It is the other one or one of its children, so that the server refuses to make it its parent. */
const isWithin = (store: Store, { name }: Relation, ancestor: Relation): boolean =>
  family(store, ancestor.name).some((member) => sameName(member, name));

export function detachPartition(store: Store, op: OperationOf<'detachPartition'>): void {
  const child = relationToChange(store, op.partition);
  if (child !== undefined) putRelation(store, { ...withOwnKeys(child), partitionOf: undefined });
}

export function setInheritance(store: Store, op: OperationOf<'setInheritance'>): void {
  const child = relationToChange(store, op.table);
  const parent = relationToChange(store, op.parent);
  if (child === undefined || parent === undefined || (op.inherit && isWithin(store, parent, child))) return;
  const others = child.inherits.filter((name) => name.schema !== parent.name.schema || name.name !== parent.name.name);
  putRelation(store, { ...child, inherits: op.inherit ? [...others, parent.name] : others });
}

/** Its columns are those of the type already: the server looks. */
export function setTableType(store: Store, op: OperationOf<'setTableType'>): void {
  const table = relationToChange(store, op.table);
  if (table !== undefined) putRelation(store, { ...table, ofType: op.type && resolveType(store, op.type) });
}
