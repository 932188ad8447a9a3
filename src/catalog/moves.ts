import type { QualifiedName, WrittenName } from '../core/name.js';
import type { ColumnReference, TypeName } from '../sql/expression.js';
import { relationsUsing, sameName } from './children.js';
import { type Scope, useOf } from './column-uses.js';
import { indexesOfTable, renameIndexKey } from './indexes.js';
import { bareName } from './links.js';
import type { Constraint, Relation, Routine, ViewDefinition } from './model.js';
import { ownedSequences } from './owned-sequences.js';
import { moveGrants } from './privileges.js';
import { pointsAt } from './resolve.js';
import { mapSame, type Rewrite } from './rewrite-expression.js';
import { indexesBehind, type Renaming, relationsBehind, rewriteIndex, rewriteRelation } from './rewrite-relation.js';
import { keyOf, putRelation, relationAt, type Store } from './store.js';

/** A written name that follows: its schema is written where it was, or where it is another one now. */
export const follow = <Name extends WrittenName>(name: Name, { from, to }: Renaming): Name => ({
  ...name,
  schema: name.schema !== undefined || from.schema !== to.schema ? to.schema : undefined,
  name: to.name,
});

const swapName =
  ({ from, to }: Renaming) =>
  (name: QualifiedName): QualifiedName =>
    sameName(name, from) ? to : name;

const rewriteFor = (store: Store, renaming: Renaming): Rewrite => ({
  relation: (reference) =>
    pointsAt(store, reference, renaming.from, store.relations) ? follow(reference, renaming) : reference,
  column: (reference, scope) => requalify(store, reference, scope, renaming),
  sequenceText: (text) => {
    const schema = text.includes('.') ? text.replace(/\.[^.]*$/s, '').replaceAll('"', '') : undefined;
    const written = { schema, name: bareName(text) };
    return pointsAt(store, written, renaming.from, store.relations) ? keyOf(renaming.to) : text;
  },
});

/** `books.title` → `tomes.title`, where `books` is the table and not an alias of another. */
function requalify(store: Store, reference: ColumnReference, scope: Scope, { from, to }: Renaming): ColumnReference {
  if (reference.path.at(-2) !== from.name) return reference;
  const use = useOf(store, reference, scope);
  if (use === undefined || !sameName(use.relation, from)) return reference;
  return { ...reference, path: [to.name, use.column] };
}

function moveConstraint(constraint: Constraint, renaming: Renaming): Constraint {
  const { references, definition } = constraint;
  if (references === undefined || !sameName(references.table, renaming.from)) return constraint;
  return {
    ...constraint,
    references: { ...references, table: renaming.to },
    definition:
      definition.type === 'foreignKey'
        ? { ...definition, references: follow(definition.references, renaming) }
        : definition,
  };
}

function moveView(store: Store, view: ViewDefinition, renaming: Renaming): ViewDefinition {
  const swap = swapName(renaming);
  const relations = mapSame(view.references.relations, (name) =>
    pointsAt(store, name, renaming.from, store.relations) ? follow(name, renaming) : name,
  );
  return {
    ...view,
    reads: view.reads.map(swap),
    uses: view.uses.map((use) => ({ ...use, relation: swap(use.relation) })),
    references: { ...view.references, relations },
  };
}

/** Every exact reference that a relation makes to the moved one. */
function moveReferences(store: Store, relation: Relation, renaming: Renaming): Relation {
  const swap = swapName(renaming);
  const { view, sequence, partitionOf } = relation;
  return {
    ...relation,
    inherits: relation.inherits.map(swap),
    partitionOf: partitionOf && { ...partitionOf, parent: swap(partitionOf.parent) },
    ofType: relation.ofType && swap(relation.ofType),
    constraints: new Map([...relation.constraints].map(([name, value]) => [name, moveConstraint(value, renaming)])),
    view: view && moveView(store, view, renaming),
    sequence: sequence?.ownedBy
      ? { ...sequence, ownedBy: { ...sequence.ownedBy, table: swap(sequence.ownedBy.table) } }
      : sequence,
  };
}

/** Renames a relation or moves it to another schema; what refers to it follows, and what is part of it goes along. */
export function moveRelation(store: Store, from: QualifiedName, to: QualifiedName): void {
  const relation = relationAt(store, from);
  if (relation === undefined || sameName(from, to) || store.relations.has(keyOf(to))) return;
  const renaming: Renaming = { from, to };
  const rewrite = rewriteFor(store, renaming);
  const users = new Map(
    [...relationsUsing(store, from), ...relationsBehind(store, store.usersOf(`name:${from.name}`))].map((user) => [
      keyOf(user.name),
      user,
    ]),
  );
  users.delete(keyOf(from));
  const changed = [relation, ...users.values()].map((user) =>
    moveReferences(store, rewriteRelation(store, user, rewrite), renaming),
  );
  const indexes = indexesOfTable(store, relation.indexes).map((index) => rewriteIndex(store, index, rewrite));
  const owned = from.schema === to.schema ? [] : ownedSequences(store, from);

  for (const index of indexes) store.indexes.put(keyOf(index.name), { ...index, table: to });
  store.relations.remove(keyOf(from));
  for (const user of changed) putRelation(store, sameName(user.name, from) ? { ...user, name: to } : user);
  moveGrants(store, relation.kind === 'sequence' ? 'sequence' : 'table', from, to);
  const madeBy = store.perhapsMade.get(keyOf(from));
  if (madeBy !== undefined) {
    store.perhapsMade.remove(keyOf(from));
    store.perhapsMade.put(keyOf(to), madeBy);
  }
  if (from.schema !== to.schema)
    for (const { name } of indexes) renameIndexKey(store, name, { schema: to.schema, name: name.name });
  for (const { name } of owned) moveRelation(store, name, { schema: to.schema, name: name.name });
  if (relation.kind === 'compositeType') moveType(store, from, to);
}

/** Renames a type or moves it; columns, domains and functions that use it follow. */
export function moveType(store: Store, from: QualifiedName, to: QualifiedName): void {
  const type = store.types.get(keyOf(from));
  if (type === undefined || store.types.has(keyOf(to))) return;
  const renaming: Renaming = { from, to };
  const rename = (name: TypeName): TypeName =>
    pointsAt(store, name, from, store.types) ? follow(name, renaming) : name;
  const users = store.usersOf(`type:${from.name}`);
  const relations = relationsBehind(store, users).map((user) =>
    moveReferences(store, rewriteRelation(store, user, { type: rename }), renaming),
  );
  const indexes = indexesBehind(store, users).map((index) => rewriteIndex(store, index, { type: rename }));
  const routines = users.flatMap((user) => store.routines.get(user.replace(/^routine:/, '')) ?? []);
  const domains = users.flatMap((user) => store.types.get(user.replace(/^type:/, '')) ?? []);

  store.types.remove(keyOf(from));
  store.types.put(keyOf(to), { ...type, name: to });
  for (const relation of relations) putRelation(store, relation);
  for (const index of indexes) store.indexes.put(keyOf(index.name), index);
  for (const domain of domains)
    if (domain.kind === 'domain') store.types.put(keyOf(domain.name), { ...domain, base: rename(domain.base) });
  for (const { name } of routines) retype(store, name, rename);
  moveGrants(store, 'type', from, to);
  if (relationAt(store, from)?.kind === 'compositeType') moveRelation(store, from, to);
}

function retype(store: Store, name: QualifiedName, rename: (type: TypeName) => TypeName): void {
  const change = (routine: Routine): Routine => ({
    ...routine,
    arguments: routine.arguments.map((argument) => ({ ...argument, type: rename(argument.type) })),
    returns: routine.returns && rename(routine.returns),
  });
  const overloads = store.routines.get(keyOf(name));
  if (overloads !== undefined) store.routines.put(keyOf(name), overloads.map(change));
}
