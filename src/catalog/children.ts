import type { QualifiedName } from '../core/name.js';
import { relationLink } from './links.js';
import type { Relation } from './model.js';
import type { Store } from './store.js';

export const sameName = (a: QualifiedName, b: QualifiedName): boolean => a.schema === b.schema && a.name === b.name;

/** Relations that name this one exactly: by a foreign key, as their parent, in a view's query, as a sequence's owner. */
export const relationsUsing = (store: Store, relation: QualifiedName): readonly Relation[] =>
  store
    .usersOf(relationLink(relation))
    .flatMap((user) =>
      user.startsWith('relation:') ? (store.relations.get(user.slice('relation:'.length)) ?? []) : [],
    );

export const partitionsOf = (store: Store, parent: QualifiedName): readonly Relation[] =>
  relationsUsing(store, parent).filter(
    ({ partitionOf }) => partitionOf !== undefined && sameName(partitionOf.parent, parent),
  );

/** Partitions and inheritance children. */
export const childrenOf = (store: Store, parent: QualifiedName): readonly Relation[] =>
  relationsUsing(store, parent).filter(
    ({ partitionOf, inherits }) =>
      (partitionOf !== undefined && sameName(partitionOf.parent, parent)) ||
      inherits.some((name) => sameName(name, parent)),
  );

/** The relation, its children, theirs, and so on; the relation alone with ONLY. */
export function family(store: Store, name: QualifiedName, only = false): readonly QualifiedName[] {
  const members = new Map([[`${name.schema}.${name.name}`, name]]);
  if (only) return [name];
  for (const member of members.values())
    for (const child of childrenOf(store, member)) members.set(`${child.name.schema}.${child.name.name}`, child.name);
  return [...members.values()];
}
