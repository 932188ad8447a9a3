import type { QualifiedName } from '../core/name.js';
import type { ConstraintDefinition } from '../sql/operation.js';
import { relationsUsing, sameName } from './children.js';
import { useOf } from './column-uses.js';
import { indexesOfTable } from './indexes.js';
import type { Constraint, Index, Relation } from './model.js';
import type { Rewrite } from './rewrite-expression.js';
import { relationsBehind, rewriteIndex, rewriteRelation } from './rewrite-relation.js';
import { keyOf, putRelation, relationAt, type Store, withRenamedEntry } from './store.js';

interface ColumnRenaming {
  readonly table: QualifiedName;
  readonly from: string;
  readonly to: string;
}

const swap =
  ({ from, to }: ColumnRenaming) =>
  (name: string): string =>
    name === from ? to : name;

const rewriteFor = (store: Store, renaming: ColumnRenaming): Rewrite => ({
  column: (reference, scope) => {
    if (reference.path.at(-1) !== renaming.from) return reference;
    const use = useOf(store, reference, scope);
    return use !== undefined && sameName(use.relation, renaming.table)
      ? { ...reference, path: [...reference.path.slice(0, -1), renaming.to] }
      : reference;
  },
});

function ownDefinition(definition: ConstraintDefinition, rename: (name: string) => string): ConstraintDefinition {
  switch (definition.type) {
    case 'primaryKey':
    case 'unique':
      return { ...definition, columns: definition.columns.map(rename), include: definition.include.map(rename) };
    case 'foreignKey':
      return { ...definition, columns: definition.columns.map(rename) };
    case 'notNull':
      return { ...definition, column: rename(definition.column) };
    case 'exclusion':
      return { ...definition, elements: definition.elements.map((element) => ownElement(element, rename)) };
    case 'check':
      return definition;
  }
}

const ownElement = <Element extends { readonly column?: string | undefined }>(
  element: Element,
  rename: (name: string) => string,
): Element => (element.column === undefined ? element : { ...element, column: rename(element.column) });

/** Lists of column names inside the table itself. */
function renameOwn(relation: Relation, renaming: ColumnRenaming): Relation {
  const { from, to } = renaming;
  const rename = swap(renaming);
  const constraint = (current: Constraint): Constraint => ({
    ...current,
    columns: current.columns.map(rename),
    definition: ownDefinition(current.definition, rename),
  });
  return {
    ...relation,
    columns: withRenamedEntry(relation.columns, from, to, (column) => ({ ...column, name: to })),
    columnComments: withRenamedEntry(relation.columnComments, from, to, (text) => text),
    constraints: new Map([...relation.constraints].map(([name, current]) => [name, constraint(current)])),
    triggers: new Map(
      [...relation.triggers].map(([name, trigger]) => [name, { ...trigger, columns: trigger.columns.map(rename) }]),
    ),
    partitionBy: relation.partitionBy && {
      ...relation.partitionBy,
      columns: relation.partitionBy.columns.map((column) => (column === undefined ? undefined : rename(column))),
    },
  };
}

/** What other relations say about the column: foreign keys, views, owned sequences. */
function renameElsewhere(relation: Relation, renaming: ColumnRenaming): Relation {
  const { table } = renaming;
  const rename = swap(renaming);
  const constraint = (current: Constraint): Constraint => {
    const { references, definition } = current;
    if (references === undefined || !sameName(references.table, table)) return current;
    return {
      ...current,
      references: { ...references, columns: references.columns.map(rename) },
      definition:
        definition.type === 'foreignKey'
          ? { ...definition, referencedColumns: definition.referencedColumns.map(rename) }
          : definition,
    };
  };
  const { view, sequence } = relation;
  const ownedBy = sequence?.ownedBy;
  return {
    ...relation,
    constraints: new Map([...relation.constraints].map(([name, current]) => [name, constraint(current)])),
    view: view && {
      ...view,
      uses: view.uses.map((use) => (sameName(use.relation, table) ? { ...use, column: rename(use.column) } : use)),
    },
    sequence:
      sequence && ownedBy && sameName(ownedBy.table, table)
        ? { ...sequence, ownedBy: { ...ownedBy, column: rename(ownedBy.column) } }
        : sequence,
  };
}

function renameInIndex(index: Index, renaming: ColumnRenaming): Index {
  const rename = swap(renaming);
  const elements = index.elements.map((element) => ownElement(element, rename));
  return { ...index, elements, include: index.include.map(rename) };
}

/** Renames one column of one relation, and every use of it that the server would follow. */
export function renameColumnOf(store: Store, table: QualifiedName, from: string, to: string): void {
  const relation = relationAt(store, table);
  if (relation === undefined || relation.columns.has(to)) return;
  const renaming: ColumnRenaming = { table, from, to };
  const rewrite = rewriteFor(store, renaming);
  // All of it is worked out under the old name before anything is entered under the new one.
  const users = new Map(
    [...relationsUsing(store, table), ...relationsBehind(store, store.usersOf(`name:${table.name}`))].map((user) => [
      keyOf(user.name),
      user,
    ]),
  );
  users.delete(keyOf(table));
  const own = renameElsewhere(renameOwn(rewriteRelation(store, relation, rewrite), renaming), renaming);
  const others = [...users.values()].map((user) => renameElsewhere(rewriteRelation(store, user, rewrite), renaming));
  const indexes = indexesOfTable(store, relation.indexes).map((index) =>
    renameInIndex(rewriteIndex(store, index, rewrite), renaming),
  );
  for (const index of indexes) store.indexes.put(keyOf(index.name), index);
  for (const changed of [own, ...others]) putRelation(store, changed);
}
