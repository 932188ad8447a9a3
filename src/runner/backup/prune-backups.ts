import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { parseBackupName, partialSuffix } from './backup-name.js';
import { type Backup, filesOf, listBackups } from './list-backups.js';

/** A partial file that was not written to for a day belongs to a program that was killed. */
const abandonedAfter = 24 * 60 * 60 * 1000;

/**
 * Deletes all but the newest backups of the database that the given one was made of, and what killed programs left. Only
 * files with our names are touched, and the given one never is.
 * @returns the paths of what it deleted
 */
export async function pruneBackups(
  folder: string,
  newest: string,
  keep: number,
  now: Date,
): Promise<readonly string[]> {
  const all = await listBackups(folder);
  const own = all.find((backup) => backup.path === newest);
  const rivals = all.filter((backup) => own !== undefined && backup.path !== newest && isOfSame(backup, own));
  // The newest one is one of those that stay.
  const old = rivals.slice(0, Math.max(0, rivals.length - (keep - 1))).map((backup) => backup.path);
  const gone = [...old, ...(await abandoned(folder, now))];
  const deleted: string[] = [];
  for (const file of gone) if (await wasDeleted(file)) deleted.push(file);
  return deleted;
}

/** What cannot be deleted stays; the new backup is good all the same. */
const wasDeleted = (file: string): Promise<boolean> =>
  rm(file, { force: true }).then(
    () => true,
    () => false,
  );

/** One folder may serve several databases; those of one must not push out those of another. */
const isOfSame = (a: Backup, b: Backup): boolean => a.format === b.format && a.facts?.origin === b.facts?.origin;

async function abandoned(folder: string, now: Date): Promise<readonly string[]> {
  const partials = (await filesOf(folder)).filter(
    (name) => name.endsWith(partialSuffix) && parseBackupName(name.slice(0, -partialSuffix.length)) !== undefined,
  );
  const files = partials.map((name) => path.join(folder, name));
  const ages = await Promise.all(files.map(async (file) => now.getTime() - (await stat(file)).mtimeMs));
  return files.filter((_, index) => (ages[index] ?? 0) > abandonedAfter);
}
