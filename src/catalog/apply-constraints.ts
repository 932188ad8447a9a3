import { formatQualified, type QualifiedName } from '../core/name.js';
import type { OperationOf } from '../sql/operation.js';
import { copyToPartitions } from './apply-indexes.js';
import { family, relationsUsing, sameName } from './children.js';
import { addConstraint } from './constraints.js';
import { relationToChange } from './creation.js';
import { isRelationNameTaken } from './implicit-names.js';
import { removeIndex, renameIndexKey } from './indexes.js';
import { inheritChecks } from './inheritance.js';
import { inheritedKey, shareForeignKey } from './inherited-keys.js';
import type { Constraint, Relation } from './model.js';
import {
  changeRelation,
  putRelation,
  relationAt,
  type Store,
  withEntry,
  withoutEntry,
  withRenamedEntry,
} from './store.js';

export function applyAddConstraint(store: Store, op: OperationOf<'addConstraint'>): void {
  const table = relationToChange(store, op.table);
  if (table === undefined) return;
  const { constraint } = op;
  if (constraint.name !== undefined && table.constraints.has(constraint.name)) return;
  addConstraint(store, table.name, constraint);
  if (!op.only) spread(store, table.name, new Set(table.constraints.keys()));
}

/** Gives the constraints that are not in `before` to children and partitions. */
function spread(store: Store, name: QualifiedName, before: ReadonlySet<string>): void {
  const table = relationAt(store, name);
  if (table === undefined) return;
  const added = new Map([...table.constraints].filter(([key]) => !before.has(key)));
  const indexes = [...added.keys()].flatMap(
    (constraint) => store.indexes.get(formatQualified({ schema: name.schema, name: constraint })) ?? [],
  );
  for (const index of indexes) copyToPartitions(store, table, index);
  for (const child of family(store, name).slice(1)) {
    inheritChecks(store, child, { ...table, constraints: added });
    shareNotNull(store, child, table);
  }
  for (const constraint of added.values()) shareForeignKey(store, name, constraint);
}

/** The NOT NULL of a primary key goes to all children. */
function shareNotNull(store: Store, child: QualifiedName, parent: Relation): void {
  changeRelation(store, child, (relation) => ({
    ...relation,
    columns: new Map(
      [...relation.columns].map(([name, column]) => [
        name,
        column.notNull || parent.columns.get(name)?.notNull !== true ? column : { ...column, notNull: true },
      ]),
    ),
  }));
}

export function dropConstraint(store: Store, op: OperationOf<'dropConstraint'>): void {
  const table = relationToChange(store, op.table);
  if (table === undefined) return;
  const constraint = table.constraints.get(op.constraint);
  for (const member of family(store, table.name, op.only).slice(1)) removeInherited(store, member, op, constraint);
  removeConstraint(store, table.name, op.constraint);
}

/** The foreign key of a partition may have another name than that of the partitioned table. */
function removeInherited(
  store: Store,
  member: QualifiedName,
  op: OperationOf<'dropConstraint'>,
  constraint: Constraint | undefined,
): void {
  const isKey = constraint?.references !== undefined;
  const relation = isKey ? relationAt(store, member) : undefined;
  const name = isKey ? relation && inheritedKey(relation, constraint)?.name : op.constraint;
  if (name !== undefined) removeConstraint(store, member, name);
}

/** Removes a constraint with its index, and the foreign keys that point at that key. */
export function removeConstraint(store: Store, table: QualifiedName, name: string): void {
  const relation = relationAt(store, table);
  const constraint = relation?.constraints.get(name);
  if (relation === undefined || constraint === undefined) return;
  putRelation(store, withoutConstraint(relation, constraint));
  const index = { schema: table.schema, name };
  if (store.indexes.get(formatQualified(index))?.constraint === name) removeIndex(store, index);
  if (constraint.definition.type === 'primaryKey' || constraint.definition.type === 'unique')
    removeForeignKeysTo(store, table, constraint.columns);
}

/** A column is NOT NULL no longer when its NOT NULL constraint goes; that of a primary key stays behind. */
function withoutConstraint(relation: Relation, { name, definition }: Constraint): Relation {
  const constraints = withoutEntry(relation.constraints, name);
  const column = definition.type === 'notNull' ? relation.columns.get(definition.column) : undefined;
  const inKey = [...constraints.values()].some(
    (other) => other.definition.type === 'primaryKey' && other.columns.includes(column?.name ?? ''),
  );
  if (column === undefined || inKey) return { ...relation, constraints };
  return { ...relation, constraints, columns: withEntry(relation.columns, column.name, { ...column, notNull: false }) };
}

/** Drops foreign keys that point at the table, or at exactly these columns of it where another key does not serve. */
export function removeForeignKeysTo(store: Store, table: QualifiedName, columns?: readonly string[]): void {
  if (columns !== undefined && hasKey(store, table, columns)) return;
  for (const user of relationsUsing(store, table))
    for (const { name, references } of user.constraints.values())
      if (references !== undefined && sameName(references.table, table) && covers(references.columns, columns))
        removeConstraint(store, user.name, name);
}

const covers = (referenced: readonly string[], columns: readonly string[] | undefined): boolean =>
  columns === undefined || (referenced.length === columns.length && columns.every((name) => referenced.includes(name)));

const hasKey = (store: Store, table: QualifiedName, columns: readonly string[]): boolean =>
  [...(relationAt(store, table)?.constraints.values() ?? [])].some(
    ({ definition, columns: own }) =>
      (definition.type === 'primaryKey' || definition.type === 'unique') && covers(own, columns),
  );

function changeConstraint(
  store: Store,
  table: QualifiedName,
  name: string,
  change: (constraint: Constraint) => Constraint,
): void {
  changeRelation(store, table, (relation) => {
    const constraint = relation.constraints.get(name);
    return constraint === undefined
      ? relation
      : { ...relation, constraints: withEntry(relation.constraints, name, change(constraint)) };
  });
}

export function alterConstraint(store: Store, op: OperationOf<'alterConstraint'>): void {
  const table = relationToChange(store, op.table);
  if (table === undefined) return;
  const { deferrable, initiallyDeferred } = op;
  changeConstraint(store, table.name, op.constraint, (constraint) => ({
    ...constraint,
    definition: { ...constraint.definition, deferrable, initiallyDeferred },
  }));
}

export function validateConstraint(store: Store, op: OperationOf<'validateConstraint'>): void {
  const table = relationToChange(store, op.table);
  if (table === undefined) return;
  for (const member of family(store, table.name, op.only)) {
    changeConstraint(store, member, op.constraint, (constraint) => ({ ...constraint, validated: true }));
    markValidatedNotNull(store, member, op.constraint);
  }
}

function markValidatedNotNull(store: Store, table: QualifiedName, name: string): void {
  changeRelation(store, table, (relation) => {
    const definition = relation.constraints.get(name)?.definition;
    const column = definition?.type === 'notNull' ? relation.columns.get(definition.column) : undefined;
    return column === undefined
      ? relation
      : { ...relation, columns: withEntry(relation.columns, column.name, { ...column, notNull: true }) };
  });
}

/** The index of a key takes the new name as well. */
export function renameConstraint(store: Store, table: QualifiedName, from: string, to: string): void {
  if (relationAt(store, table)?.constraints.has(from) !== true) return;
  changeRelation(store, table, (relation) => ({
    ...relation,
    constraints: withRenamedEntry(relation.constraints, from, to, (constraint) => ({ ...constraint, name: to })),
  }));
  const key = formatQualified({ schema: table.schema, name: from });
  const index = store.indexes.get(key);
  if (index?.constraint !== from || isRelationNameTaken(store, table.schema, to)) return;
  store.indexes.put(key, { ...index, constraint: to });
  renameIndexKey(store, index.name, { schema: table.schema, name: to });
}

export function applyRenameConstraint(store: Store, op: OperationOf<'renameConstraint'>): void {
  const table = relationToChange(store, op.table);
  if (table === undefined) return;
  for (const member of family(store, table.name, op.only)) renameConstraint(store, member, op.constraint, op.to);
}
