import path from 'node:path';
import type { BackupOptions, BackupResult } from '../../runner/backup/backup.js';
import { createBackup } from '../../runner/backup/create-backup.js';
import { type Backup, listBackups } from '../../runner/backup/list-backups.js';
import { loadSettings } from '../load-settings.js';
import { backupSettings, findPlace, withSession } from './backup-settings.js';
import { systemClock } from './open-run.js';
import type { RunOptions } from './run-options.js';

export interface BackupCommandOptions
  extends Omit<RunOptions, 'folder'>,
    Pick<BackupOptions, 'keep' | 'schemas' | 'schemaOnly' | 'lockWait' | 'onProgress' | 'signal'> {
  /** Where to, relative to `cwd`. Default: the config's, then `backups`. */
  readonly backupFolder?: string | undefined;
}

export interface BackupReport extends BackupResult {
  /** The database, without secrets. */
  readonly database: string;
  readonly durationMs: number;
}

/**
 * Backs up the database, whatever the config says of backups before migrations.
 * @throws PgairlockError as `createBackup` does
 */
export async function backup(options: BackupCommandOptions = {}): Promise<BackupReport> {
  const { settings, target, label, cwd } = await findPlace(options);
  const configured = backupSettings(settings);
  const { clock = systemClock, env = {}, keep, schemas, schemaOnly, lockWait, onProgress, signal } = options;
  const began = clock.now();
  const result = await withSession(target, (database) =>
    createBackup({
      database,
      target,
      env,
      folder: folderOf(options, cwd) ?? configured.folder,
      now: options.now ?? new Date(),
      keep: keep ?? configured.keep,
      schemas: schemas ?? configured.schemas,
      pgDump: configured.pgDump,
      schemaOnly,
      lockWait,
      onProgress,
      signal,
    }),
  );
  return { database: label, ...result, durationMs: Math.round(clock.now() - began) };
}

export interface BackupList {
  /** Absolute. */
  readonly folder: string;
  /** Oldest first. */
  readonly backups: readonly Backup[];
}

/** The backups that are there. Needs no database. */
export async function listOfBackups(
  options: Pick<BackupCommandOptions, 'cwd' | 'configFile' | 'config' | 'backupFolder'> = {},
): Promise<BackupList> {
  const cwd = path.resolve(options.cwd ?? '.');
  const folder = folderOf(options, cwd) ?? backupSettings(await loadSettings(options, cwd)).folder;
  return { folder, backups: await listBackups(folder) };
}

const folderOf = ({ backupFolder }: Pick<BackupCommandOptions, 'backupFolder'>, cwd: string): string | undefined =>
  backupFolder === undefined ? undefined : path.resolve(cwd, backupFolder);
