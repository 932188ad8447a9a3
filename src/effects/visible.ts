import type { Answer } from '../core/answer.js';
import { blocksReads, blocksWrites, isAtLeast, type LockMode } from '../core/lock-mode.js';
import type { Effects, LockEffect, RelationEffect } from './effects.js';

/** Only what other sessions can be hurt by: effects on relations that were there before this unit. */
export const visible = <Effect extends { readonly visible: Answer }>(effects: readonly Effect[]): readonly Effect[] =>
  effects.filter((effect) => effect.visible !== 'no');

/** The first table that other sessions can see and that this rewrites. */
export const visibleRewrite = (effects: Effects): RelationEffect | undefined => visible(effects.rewrites)[0];
export const visibleScan = (effects: Effects): RelationEffect | undefined => visible(effects.scans)[0];
export const visibleIndexBuild = (effects: Effects): RelationEffect | undefined => visible(effects.indexBuilds)[0];

/**
 * The first lock that makes writes of others wait, on what they can see: SHARE or stronger. Queries take no lock on a
 * composite type.
 */
export const waitingLock = (effects: readonly Effects[]): LockEffect | undefined =>
  effects
    .flatMap((effect) => visible(effect.locks))
    .find(({ mode, target }) => target !== 'compositeType' && isAtLeast(mode, 'SHARE'));

/** For messages: who has to wait while the lock is held. */
export function whoWaits(mode: LockMode): string {
  if (blocksReads(mode)) return 'reads and writes wait';
  if (blocksWrites(mode)) return 'writes wait';
  return 'reads and writes go on';
}
