import { formatQualified, type QualifiedName } from '../core/name.js';
import { removeConstraint, removeForeignKeysTo } from './apply-constraints.js';
import type { Dependent } from './catalog.js';
import { childrenOf, family } from './children.js';
import { ownColumns } from './column-uses.js';
import { dependentsOf } from './dependents.js';
import { indexesOfTable, removeIndex } from './indexes.js';
import type { Column, Index, Relation } from './model.js';
import { ownedSequences } from './owned-sequences.js';
import { dropGrants } from './privileges.js';
import { changeRelation, putRelation, relationAt, type Store, withEntry, withoutEntry } from './store.js';

/** Takes a relation out with all that is part of it: indexes, owned sequences, grants; partitions go with their parent. */
export function removeRelation(store: Store, name: QualifiedName, cascade: boolean): void {
  const relation = relationAt(store, name);
  if (relation === undefined) return;
  const key = formatQualified(name);
  const children = childrenOf(store, name).filter(({ partitionOf }) => cascade || partitionOf !== undefined);
  const dependents = cascade ? dependentsOf(store, name) : [];
  const sequences = ownedSequences(store, name);
  removeForeignKeysTo(store, name);
  // Taken out before what hangs on it, so that relations that use each other come to an end.
  for (const index of relation.indexes) store.indexes.remove(index);
  store.relations.remove(key);
  store.perhapsMade.remove(key);
  if (relation.kind === 'compositeType') store.types.remove(key);
  dropGrants(store, relation.kind === 'sequence' ? 'sequence' : 'table', name);
  for (const child of children) removeRelation(store, child.name, cascade);
  for (const sequence of sequences) removeRelation(store, sequence.name, true);
  for (const dependent of dependents) removeDependent(store, dependent);
}

/** What CASCADE takes along. */
export function removeDependent(store: Store, { objectType, name, on }: Dependent): void {
  if (on === undefined) {
    const view = viewOf(store, name);
    if (view !== undefined) removeRelation(store, view.name, true);
    return;
  }
  const remove = removers[objectType];
  remove?.(store, on, name);
}

type Remover = (store: Store, on: QualifiedName, name: string) => void;

const removePolicy: Remover = (store, on, name) =>
  changeRelation(store, on, (table) => ({ ...table, policies: withoutEntry(table.policies, name) }));
const removeTrigger: Remover = (store, on, name) =>
  changeRelation(store, on, (table) => ({ ...table, triggers: withoutEntry(table.triggers, name) }));
const removeDefault: Remover = (store, on, name) =>
  changeColumn(store, on, name, (column) => ({ ...column, default: undefined }));

const removers: { readonly [Type in Dependent['objectType']]?: Remover } = {
  policy: removePolicy,
  trigger: removeTrigger,
  'foreign key': removeConstraint,
  constraint: removeConstraint,
  index: (store, on, name) => removeIndex(store, { schema: on.schema, name }),
  'generated column': (store, on, name) => removeColumn(store, on, name, true),
  default: removeDefault,
};

function viewOf(store: Store, text: string): Relation | undefined {
  const relation = store.relations.get(text);
  return relation?.view === undefined ? undefined : relation;
}

function changeColumn(store: Store, table: QualifiedName, name: string, change: (column: Column) => Column): void {
  changeRelation(store, table, (relation) => {
    const column = relation.columns.get(name);
    return column === undefined
      ? relation
      : { ...relation, columns: withEntry(relation.columns, name, change(column)) };
  });
}

const indexUses = (store: Store, index: Index, column: string): boolean =>
  index.include.includes(column) ||
  index.elements.some(
    (element) => element.column === column || ownColumns(store, index.table, element.expression).has(column),
  ) ||
  ownColumns(store, index.table, index.where).has(column);

/** Indexes and constraints that contain the column vanish with it, also those over several columns. */
export function removeColumn(store: Store, table: QualifiedName, column: string, cascade: boolean): void {
  const relation = relationAt(store, table);
  if (relation === undefined) return;
  const dependents = cascade ? dependentsOf(store, table, column) : [];
  const sequences = ownedSequences(store, table, column);
  for (const index of indexesOfTable(store, relation.indexes))
    if (indexUses(store, index, column)) removeIndex(store, index.name);
  for (const { definition, columns } of relation.constraints.values())
    if ((definition.type === 'primaryKey' || definition.type === 'unique') && columns.includes(column))
      removeForeignKeysTo(store, table, columns);
  changeRelation(store, table, (current) => withoutColumn(current, column));
  for (const sequence of sequences) removeRelation(store, sequence.name, true);
  for (const dependent of dependents) removeDependent(store, dependent);
}

const withoutColumn = (relation: Relation, column: string): Relation => ({
  ...relation,
  columns: withoutEntry(relation.columns, column),
  columnComments: withoutEntry(relation.columnComments, column),
  constraints: new Map([...relation.constraints].filter(([, { columns }]) => !columns.includes(column))),
});

/** DROP COLUMN on a table and, unless ONLY, on what inherits it. */
export function removeColumnFromFamily(
  store: Store,
  table: QualifiedName,
  column: string,
  options: { readonly only: boolean; readonly cascade: boolean },
): void {
  for (const member of family(store, table, options.only)) removeColumn(store, member, column, options.cascade);
}

/** Its columns are no longer all known. */
export function forgetColumn(store: Store, relation: Relation, column: string): void {
  putRelation(store, { ...relation, complete: false, columns: withoutEntry(relation.columns, column) });
}
