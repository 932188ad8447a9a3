import type { Environment } from '../../database/connection-settings.js';
import type { ConnectionTarget } from '../../database/connection-target.js';
import type { Database } from '../../database/database.js';
import type { BackupFormat } from './backup-name.js';

export interface BackupOptions {
  /** A session on the target, outside of a transaction. On a server it is asked for facts; a PGlite is copied through it. */
  readonly database: Database;
  readonly target: ConnectionTarget;
  /** Absolute. Made where it is missing. */
  readonly folder: string;
  /** PATH, HOME and what else programs need; its `PG*` variables do not outdo the target. */
  readonly env: Environment;
  readonly now: Date;
  /** How many backups of this database stay, with the new one. Default: 5. */
  readonly keep?: number | undefined;
  /** The pg_dump to use, absolute. Default: searched on PATH and in the common places. */
  readonly pgDump?: string | undefined;
  /** Default: all. For servers. */
  readonly schemas?: readonly string[] | undefined;
  /** No rows. For servers. Default: false. */
  readonly schemaOnly?: boolean | undefined;
  /** Milliseconds to wait for ACCESS SHARE on the tables. Default: 30 000. */
  readonly lockWait?: number | undefined;
  /** Hears the number of bytes written so far. */
  readonly onProgress?: ((bytes: number) => void) | undefined;
  /** Stops the backup; nothing of it stays. */
  readonly signal?: AbortSignal | undefined;
}

export interface BackupResult {
  /** Absolute. */
  readonly path: string;
  readonly format: BackupFormat;
  readonly bytes: number;
  /** The program that wrote it, absent for a PGlite. */
  readonly pgDump?: string | undefined;
  /** Paths of older backups that were deleted. */
  readonly removed: readonly string[];
}

export const defaultKeep = 5;
export const defaultLockWait = 30_000;
