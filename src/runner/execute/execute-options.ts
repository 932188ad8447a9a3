import type { Database } from '../../database/database.js';
import type { Clock } from '../clock.js';
import type { HistorySchema } from '../history/schema-name.js';
import type { Interop } from '../interop/interop.js';
import type { MigrationLock } from '../lock/migration-lock.js';
import type { ExecuteEvent } from './execute-event.js';
import type { LockWatch } from './lock-watch.js';

export interface ExecuteOptions {
  readonly schema: HistorySchema;
  readonly clock: Clock;
  /** Against other runners. It is looked at in every transaction, so that nothing is committed where it was lost. */
  readonly lock?: Pick<MigrationLock, 'guard' | 'pooling'> | undefined;
  /** Milliseconds that a statement waits for a lock. Everybody who comes after it waits as long. Default: 2000. */
  readonly lockTimeout?: number | undefined;
  /** Milliseconds. Default: what the server has for the role. */
  readonly statementTimeout?: number | undefined;
  /** How often a step is begun, where locks do not come. Default: 5. */
  readonly attempts?: number | undefined;
  /** Milliseconds before the second attempt; twice as many before each one after it. Default: 500. */
  readonly backoff?: number | undefined;
  /** Opens a session like the first, to ask what became of a COMMIT whose answer was lost. */
  readonly reconnect?: (() => Promise<Database>) | undefined;
  /** Another tool whose records are kept with ours. */
  readonly interop?: Interop | undefined;
  /** Where it is aborted, nothing more is begun, and what was begun is ended as after a failure. */
  readonly signal?: AbortSignal | undefined;
  /** Hears of progress. */
  readonly onEvent?: ((event: ExecuteEvent) => void) | undefined;
  /** Finds out who holds the locks that do not come. */
  readonly watch?: LockWatch | undefined;
}

export const defaults = { lockTimeout: 2000, attempts: 5, backoff: 500 } as const;

/** A pause never grows beyond it. Milliseconds. */
export const longestPause = 30_000;
