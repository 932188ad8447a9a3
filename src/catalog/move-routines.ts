import type { QualifiedName } from '../core/name.js';
import type { TypeName } from '../sql/expression.js';
import type { Relation, Routine } from './model.js';
import { follow } from './moves.js';
import { grantsOn, moveGrants } from './privileges.js';
import { pointsAt } from './resolve.js';
import type { Rewrite } from './rewrite-expression.js';
import { indexesBehind, relationsBehind, rewriteIndex, rewriteRelation } from './rewrite-relation.js';
import { matchesArguments } from './routine-signature.js';
import { keyOf, putRelation, type Store } from './store.js';

/** Renames one overload, or all where no types are given; triggers, policies, defaults and views follow. */
export function moveRoutines(
  store: Store,
  from: QualifiedName,
  to: QualifiedName,
  types: readonly TypeName[] | undefined,
): void {
  const overloads = store.routines.get(keyOf(from)) ?? [];
  const moved = overloads.filter((routine) => matchesArguments(routine, types));
  const left = overloads.filter((routine) => !moved.includes(routine));
  if (moved.length === 0) return;
  const followers = left.length === 0 ? prepareFollowers(store, from, to) : () => undefined;
  if (left.length === 0 && grantsOn(store, 'function', to).length === 0) moveGrants(store, 'function', from, to);
  enter(store, from, left);
  enter(store, to, [...(store.routines.get(keyOf(to)) ?? []), ...moved.map((routine) => ({ ...routine, name: to }))]);
  followers();
}

function enter(store: Store, name: QualifiedName, overloads: readonly Routine[]): void {
  if (overloads.length === 0) store.routines.remove(keyOf(name));
  else store.routines.put(keyOf(name), overloads);
}

/** Works out under the old name what becomes of the users; entering them comes later. */
function prepareFollowers(store: Store, from: QualifiedName, to: QualifiedName): () => void {
  const rewrite: Rewrite = {
    routine: (name) => (pointsAt(store, name, from, store.routines) ? follow(name, { from, to }) : name),
  };
  const users = store.usersOf(`call:${from.name}`);
  const relations = relationsBehind(store, users).map((user) =>
    moveTriggers(rewriteRelation(store, user, rewrite), from, to),
  );
  const indexes = indexesBehind(store, users).map((index) => rewriteIndex(store, index, rewrite));
  return () => {
    for (const relation of relations) putRelation(store, relation);
    for (const index of indexes) store.indexes.put(keyOf(index.name), index);
  };
}

const moveTriggers = (relation: Relation, from: QualifiedName, to: QualifiedName): Relation => ({
  ...relation,
  triggers: new Map(
    [...relation.triggers].map(([name, trigger]) => [
      name,
      keyOf(trigger.function) === keyOf(from) ? { ...trigger, function: to } : trigger,
    ]),
  ),
});
