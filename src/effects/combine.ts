import { isAtLeast } from '../core/lock-mode.js';
import { formatQualified } from '../core/name.js';
import { type CertainError, type Effects, type LockEffect, noEffects, type RelationEffect } from './effects.js';
import type { EffectsPart } from './environment.js';

const lockKey = ({ target, relation }: LockEffect): string =>
  `${target === 'index' ? 'index' : 'relation'} ${formatQualified(relation)}`;

function strongestLocks(locks: readonly LockEffect[]): readonly LockEffect[] {
  const byRelation = new Map<string, LockEffect>();
  for (const lock of locks) {
    const key = lockKey(lock);
    const known = byRelation.get(key);
    if (known === undefined) byRelation.set(key, lock);
    else if (known.mode === lock.mode) byRelation.set(key, known.certain ? known : lock);
    else if (isAtLeast(lock.mode, known.mode)) byRelation.set(key, lock);
  }
  return [...byRelation.values()];
}

function oncePerRelation(effects: readonly RelationEffect[]): readonly RelationEffect[] {
  const byRelation = new Map<string, RelationEffect>();
  for (const effect of effects) {
    const key = formatQualified(effect.relation);
    const known = byRelation.get(key);
    if (known === undefined || (!known.certain && effect.certain)) byRelation.set(key, effect);
  }
  return [...byRelation.values()];
}

function onceEach(errors: readonly CertainError[]): readonly CertainError[] {
  const byText = new Map(errors.map((error) => [`${error.sqlstate} ${error.message}`, error]));
  return [...byText.values()];
}

/** One lock a relation (the strongest), one rewrite, scan and index build a table. */
export function combine(parts: readonly EffectsPart[]): Effects {
  if (parts.length === 0) return noEffects;
  return {
    locks: strongestLocks(parts.flatMap((part) => part.locks ?? [])),
    rewrites: oncePerRelation(parts.flatMap((part) => part.rewrites ?? [])),
    scans: oncePerRelation(parts.flatMap((part) => part.scans ?? [])),
    indexBuilds: oncePerRelation(parts.flatMap((part) => part.indexBuilds ?? [])),
    validatesForeignKey: parts.some((part) => part.validatesForeignKey === true),
    notNullProved: parts.some((part) => part.notNullProved === true),
    errors: onceEach(parts.flatMap((part) => part.errors ?? [])),
  };
}
