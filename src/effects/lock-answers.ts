import { blocksReads, blocksWrites, isAtLeast } from '../core/lock-mode.js';
import { formatName } from '../core/name.js';
import type { Effects, LockEffect } from './effects.js';
import { visible, whoWaits } from './visible.js';

/** The strongest lock on a relation that other sessions can see; of equals, tables come before indexes. */
export function strongestOnVisible({ locks }: Pick<Effects, 'locks'>): LockEffect | undefined {
  let found: LockEffect | undefined;
  for (const lock of visible(locks)) {
    if (found === undefined || isStrongerThan(lock, found)) found = lock;
  }
  return found;
}

const isStrongerThan = (lock: LockEffect, than: LockEffect): boolean =>
  lock.mode === than.mode ? than.target === 'index' && lock.target !== 'index' : isAtLeast(lock.mode, than.mode);

/** Plain reads or writes of other sessions wait for it. */
export const blocksOthers = ({ mode, visible }: LockEffect): boolean =>
  visible !== 'no' && (blocksReads(mode) || blocksWrites(mode));

/** `ACCESS EXCLUSIVE on users: reads and writes wait`. */
export const describeLock = (lock: LockEffect): string =>
  `${lock.mode} on ${formatName(lock.relation)}: ${whoWaits(lock.mode)}`;
