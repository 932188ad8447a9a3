import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { type BackupFacts, parseFacts } from './backup-facts.js';
import { type BackupName, compareBackups, parseBackupName } from './backup-name.js';
import { isDumpEnd, readEnds } from './dump-end.js';

export interface Backup extends BackupName {
  /** Absolute, where the folder is. */
  readonly path: string;
  readonly bytes: number;
  /** Absent for a PGlite's, and for a file that only has our name. */
  readonly facts?: BackupFacts | undefined;
  /** Its end is there. That of a PGlite's shows when it is unpacked. */
  readonly complete: boolean;
}

/** The backups of a folder, oldest first; none where there is no such folder. */
export async function listBackups(folder: string): Promise<readonly Backup[]> {
  const names = (await filesOf(folder)).map(parseBackupName).filter((name) => name !== undefined);
  return Promise.all(names.toSorted(compareBackups).map((name) => inspect(name, folder)));
}

/** Names of the files in a folder. */
export async function filesOf(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

async function inspect(name: BackupName, folder: string): Promise<Backup> {
  const file = path.join(folder, name.file);
  const { size } = await stat(file);
  if (name.format === 'pglite') return { ...name, path: file, bytes: size, complete: size > 0 };
  const { first, last } = await readEnds(file);
  return { ...name, path: file, bytes: size, facts: parseFacts(first), complete: isDumpEnd(last) };
}
