import type { Environment } from '../../../database/connection-settings.js';
import type { ConnectionTarget } from '../../../database/connection-target.js';
import type { Clock } from '../../clock.js';
import type { HistorySchema } from '../../history/schema-name.js';
import type { LockHolder } from '../../lock.js';

export interface RestoreOptions {
  /** Absolute: a backup that `createBackup` wrote. */
  readonly path: string;
  /** The database to restore into; it is there already. */
  readonly target: ConnectionTarget;
  readonly env: Environment;
  /** The history to look at afterwards, whose lock is held meanwhile. */
  readonly schema: HistorySchema;
  readonly clock: Clock;
  /**
   * Removes what is there first: all schemas of people with all that is in them, or those of the backup where it holds only
   * some; the folder of a PGlite. Default: a database with tables is left alone.
   */
  readonly clean?: boolean | undefined;
  /** The psql to use, absolute. Default: searched on PATH and in the common places. For servers. */
  readonly psql?: string | undefined;
  /** Milliseconds to wait for each lock on what is removed. Default: 10 000. */
  readonly lockWait?: number | undefined;
  /** Stops the restore; the database is as it was. */
  readonly signal?: AbortSignal | undefined;
}

export interface Restored {
  readonly outcome: 'restored';
  /** Tables of people that are there now. */
  readonly tables: number;
  /** Migrations that the restored history knows; absent where it holds no history. */
  readonly migrations?: number | undefined;
  /** What is not as the backup said. */
  readonly warnings: readonly string[];
}

/**
 * - `not-empty`: there are tables, and `clean` was not asked for.
 * - `large-objects`: `clean` was asked for, and the backup holds large objects. pg_dump commits in their midst, so that what
 *   was removed could not come back if the rest fails.
 * - `locked`: another runner works on the database.
 */
export type RestoreOutcome =
  | Restored
  | { readonly outcome: 'not-empty'; readonly tables: number }
  | { readonly outcome: 'large-objects' }
  | { readonly outcome: 'locked'; readonly holder?: LockHolder | undefined };

export const defaultRestoreLockWait = 10_000;
