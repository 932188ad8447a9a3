import type { Database } from '../database/database.js';
import type { Clock } from './clock.js';
import type { HistorySchema } from './history/schema-name.js';
import { holderOf, type LockHolder } from './lock/holder.js';
import { tryLease } from './lock/lease.js';
import type { MigrationLock } from './lock/migration-lock.js';
import { detectPooling } from './lock/pooling.js';
import { trySessionLock } from './lock/session-lock.js';

export { describeHolder, holderOf, type LockHolder } from './lock/holder.js';
export type { MigrationLock } from './lock/migration-lock.js';

export type LockOutcome =
  | { readonly acquired: true; readonly lock: MigrationLock }
  /** `holder` is absent where it let go just then, or the server does not show it to us. */
  | { readonly acquired: false; readonly holder?: LockHolder | undefined };

export interface LockOptions {
  /** Milliseconds. */
  readonly wait: number;
  /** Milliseconds between two tries. */
  readonly interval: number;
  readonly clock: Clock;
  /** Opens a session like the first: to find a pooler, and to renew a lease during long statements. */
  readonly connect?: (() => Promise<Database>) | undefined;
  /** Milliseconds that a lease lasts after its runner is gone. Default: 30 000. */
  readonly leaseDuration?: number | undefined;
}

/**
 * Keeps all other runners of this history out: by an advisory lock of the session, and behind a pooler, where the server's
 * session is not ours for long, by a lease. Each sees the other. It tries and sleeps instead of waiting in the server: a
 * waiting statement holds a snapshot, for which CREATE INDEX CONCURRENTLY in the other session would wait in turn.
 */
export async function acquireLock(
  database: Database,
  schema: HistorySchema,
  { wait, interval, clock, connect, leaseDuration = 30_000 }: LockOptions,
): Promise<LockOutcome> {
  const until = clock.now() + wait;
  const pooling = await detectPooling(database, connect);
  for (;;) {
    const lock =
      pooling === 'none'
        ? await trySessionLock(database, schema)
        : await tryLease(database, schema, { pooling, duration: leaseDuration, connect });
    if (lock) return { acquired: true, lock };
    const left = until - clock.now();
    if (left <= 0) return { acquired: false, holder: await holderOf(database, schema) };
    await clock.sleep(Math.min(interval, left));
  }
}
