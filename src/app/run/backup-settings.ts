import path from 'node:path';
import { type ConnectionTarget, describeTarget } from '../../database/connection-target.js';
import type { Database } from '../../database/database.js';
import { openDatabase } from '../../database/open-database.js';
import type { BackupOptions } from '../../runner/backup/backup.js';
import { loadSettings, type Settings } from '../load-settings.js';
import { connectionTarget } from './open-run.js';
import type { RunOptions } from './run-options.js';

/** What the config says of backups, with absolute paths. */
export function backupSettings({
  backup = {},
  base,
}: Settings): Pick<BackupOptions, 'folder' | 'keep' | 'pgDump' | 'schemas'> & { readonly psql?: string | undefined } {
  const { folder = 'backups', keep, schemas } = backup;
  const program = (file: string | undefined): string | undefined =>
    file === undefined ? undefined : path.resolve(base, file);
  return {
    folder: path.resolve(base, folder),
    keep,
    schemas,
    pgDump: program(backup.pgDump),
    psql: program(backup.psql),
  };
}

/** The config and the database of a command that needs no migrations folder. */
export interface Place {
  /** Absolute. */
  readonly cwd: string;
  readonly settings: Settings;
  readonly target: ConnectionTarget;
  /** The database, without secrets. */
  readonly label: string;
}

export async function findPlace(options: RunOptions): Promise<Place> {
  const cwd = path.resolve(options.cwd ?? '.');
  const settings = await loadSettings(options, cwd);
  const target = connectionTarget(options, settings, cwd);
  return { cwd, settings, target, label: describeTarget(target) };
}

export async function withSession<T>(target: ConnectionTarget, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase(target);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}
