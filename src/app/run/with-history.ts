import { PgairlockError } from '../../core/error.js';
import { installHistory } from '../../runner/history/install/install-history.js';
import type { MigrationLock } from '../../runner/lock.js';
import { holdLock, letGo } from './hold-lock.js';
import type { Run } from './open-run.js';

/**
 * Keeps other runners out, brings the history to this program's version, and does the work.
 * @throws PgairlockError `runner-busy` where another runner does not finish in time
 */
export async function withHistory<Result>(run: Run, work: (lock: MigrationLock) => Promise<Result>): Promise<Result> {
  const held = await holdLock(run, undefined);
  if (!held.acquired) throw new PgairlockError('runner-busy', held.refusal.message);
  try {
    await installHistory(run.database, run.schema);
    return await work(held.lock);
  } finally {
    const lost = await letGo(held.lock);
    if (lost !== undefined) run.emit({ kind: 'warning', message: lost });
  }
}
