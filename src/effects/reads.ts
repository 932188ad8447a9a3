import type { LockMode } from '../core/lock-mode.js';
import type { WrittenName } from '../core/name.js';
import type { Query } from '../sql/expression.js';
import { expressionsOf } from '../sql/expression.js';
import type { LockEffect } from './effects.js';
import type { EffectsEnvironment, EffectsPart } from './environment.js';
import { relationsIn } from './expression-use.js';
import { familyOf, lock, lockIndexes, type Target, targetNamed } from './targets.js';

/** A view that reads itself through others cannot exist, but a wrong history could say so. */
const maxViewDepth = 16;

const isRead = (name: WrittenName, { catalog }: EffectsEnvironment): boolean => catalog.relation(name) !== 'absent';

/** Every relation that the query names, in whatever place. */
export const relationsOf = (query: Query): readonly WrittenName[] => [
  ...query.relations,
  ...relationsIn(expressionsOf(query)),
];

/** The query is only parsed, as for a view: a short ACCESS SHARE on what it names. */
export const parsedLocks = (names: readonly WrittenName[], env: EffectsEnvironment): EffectsPart => ({
  locks: names
    .filter((name) => isRead(name, env))
    .map((name) => lock(env.catalog, targetNamed(env.catalog, name), 'ACCESS SHARE')),
});

/** The query is parsed and its views are put in: what those read is opened as well, and no index. */
export const rewrittenLocks = (names: readonly WrittenName[], env: EffectsEnvironment): EffectsPart => ({
  locks: names
    .filter((name) => isRead(name, env))
    .flatMap((name) => throughViews(targetNamed(env.catalog, name), env, 0))
    .map((target) => lock(env.catalog, target, 'ACCESS SHARE')),
});

function throughViews(target: Target, env: EffectsEnvironment, depth: number): readonly Target[] {
  const view = target.relation?.kind === 'view' ? target.relation.view : undefined;
  if (view === undefined || depth >= maxViewDepth) return [target];
  return [target, ...view.reads.flatMap((name) => throughViews(targetNamed(env.catalog, name), env, depth + 1))];
}

/** The query is planned: views open what they read, and the planner opens every index of every table. */
export const plannedLocks = (
  names: readonly WrittenName[],
  env: EffectsEnvironment,
  mode: LockMode = 'ACCESS SHARE',
): EffectsPart => ({
  locks: names
    .filter((name) => isRead(name, env))
    .flatMap((name) => locksOf(targetNamed(env.catalog, name), mode, env, 0)),
});

/** Whether the planner opens the indexes of a partitioned table itself differs between versions. */
const isPartitioned = ({ relation }: Target): boolean => relation?.kind === 'partitionedTable';

function locksOf(target: Target, mode: LockMode, env: EffectsEnvironment, depth: number): readonly LockEffect[] {
  const { catalog } = env;
  const view = target.relation?.kind === 'view' ? target.relation.view : undefined;
  const [self, ...below] = familyOf(catalog, target);
  return [
    ...(self === undefined
      ? []
      : [lock(catalog, self, mode), ...lockIndexes(catalog, self, mode, undefined, !isPartitioned(self))]),
    // Plan-time pruning may leave partitions alone.
    ...below.map((part) => lock(catalog, part, mode, false)),
    ...below.flatMap((part) => lockIndexes(catalog, part, mode, undefined, false)),
    ...(view === undefined || depth >= maxViewDepth
      ? []
      : view.reads.flatMap((name) => locksOf(targetNamed(catalog, name), mode, env, depth + 1))),
  ];
}

export function queryLocks(query: Query, env: EffectsEnvironment): readonly EffectsPart[] {
  return [
    plannedLocks(relationsOf(query), env, query.locking ? 'ROW SHARE' : 'ACCESS SHARE'),
    plannedLocks(query.modifies, env, 'ROW EXCLUSIVE'),
  ];
}
