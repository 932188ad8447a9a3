import { access } from 'node:fs/promises';
import path from 'node:path';
import { PgairlockError } from '../../core/error.js';
import type { ConnectionTarget } from '../../database/connection-target.js';
import { type Backup, listBackups } from '../../runner/backup/list-backups.js';
import { originOf, whereWeAre } from '../../runner/backup/origin.js';
import { withSession } from './backup-settings.js';

export interface BackupChoice {
  readonly cwd: string;
  /** Absolute. */
  readonly folder: string;
  readonly target: ConnectionTarget;
  /** A path, or the name of a file in the folder. */
  readonly named?: string | undefined;
}

/**
 * The path of the backup to restore: the one that is named, else the newest one of this very database.
 * @throws PgairlockError `input-not-found`
 */
export async function chooseBackup(choice: BackupChoice): Promise<string> {
  const { cwd, folder, named } = choice;
  if (named === undefined) return newestOf(choice);
  for (const file of [path.resolve(cwd, named), path.resolve(folder, named)]) if (await isThere(file)) return file;
  throw new PgairlockError('input-not-found', `There is no backup ${named}, neither here nor in ${folder}.`);
}

async function newestOf({ folder, target }: BackupChoice): Promise<string> {
  const backups = (await listBackups(folder)).filter(({ complete }) => complete);
  const found = backups.findLast(await isOwn(target));
  if (found !== undefined) return found.path;
  const others = backups.length === 0 ? '' : ' Those of other databases are restored where they are named.';
  throw new PgairlockError('input-not-found', `There is no backup of this database in ${folder}.${others}`);
}

async function isOwn(target: ConnectionTarget): Promise<(backup: Backup) => boolean> {
  if (target.adapter === 'pglite') return ({ format }) => format === 'pglite';
  const origin = originOf(await withSession(target, (database) => whereWeAre(target, database)));
  return ({ facts }) => facts?.origin === origin;
}

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
