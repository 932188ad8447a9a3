import type { CreateMaterializedView, CreateView, RefreshMaterializedView } from '../sql/operation.js';
import type { EffectsEnvironment, EffectsPart } from './environment.js';
import { parsedLocks, plannedLocks, queryLocks, relationsOf } from './reads.js';
import { rewritePart } from './rewrites.js';
import { lock, lockIndexes, targetNamed } from './targets.js';

export function createViewEffects(op: CreateView, env: EffectsEnvironment): readonly EffectsPart[] {
  const view = targetNamed(env.catalog, op.view);
  const replaces = op.orReplace && view.relation !== undefined;
  return [
    parsedLocks(relationsOf(op.query), env),
    replaces ? { locks: [lock(env.catalog, view, 'ACCESS EXCLUSIVE')] } : {},
  ];
}

export function createMaterializedViewEffects(
  op: CreateMaterializedView,
  env: EffectsEnvironment,
): readonly EffectsPart[] {
  if (op.ifNotExists && targetNamed(env.catalog, op.view).relation !== undefined) return [];
  return op.withData ? queryLocks(op.query, env) : [parsedLocks(relationsOf(op.query), env)];
}

/** CONCURRENTLY merges the difference into the rows; without it the view is written anew while its readers wait. */
export function refreshEffects(op: RefreshMaterializedView, env: EffectsEnvironment): readonly EffectsPart[] {
  const { catalog } = env;
  const view = targetNamed(catalog, op.view);
  const target = { ...lock(catalog, view, op.concurrently ? 'EXCLUSIVE' : 'ACCESS EXCLUSIVE') };
  const own = { locks: [view.relation === undefined ? { ...target, target: 'materializedView' as const } : target] };
  const reads = op.withData ? plannedLocks(view.relation?.view?.reads ?? [], env) : {};
  if (op.concurrently) return [own, { locks: lockIndexes(catalog, view, 'ROW EXCLUSIVE') }, reads];
  return [own, reads, op.withData ? rewritePart(catalog, [view], 'its query is run again') : {}];
}
