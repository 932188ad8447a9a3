import { access, type FileHandle, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { type BackupFormat, backupName, partialSuffix } from './backup-name.js';

/** A file that is being written, under a name that nobody else can take meanwhile. */
export interface ClaimedFile {
  readonly handle: FileHandle;
  /** Absolute, where the folder is. */
  readonly path: string;
  /** Makes sure that it is on disk, and gives it its name. Returns that. */
  finish(): Promise<string>;
  /** Removes it. */
  discard(): Promise<void>;
}

/** Opens `backup_….partial` for its owner alone: the first number of this second that is free. */
export async function claimFile(folder: string, time: Date, format: BackupFormat): Promise<ClaimedFile> {
  for (let number = 1; ; number += 1) {
    const claimed = await claim(path.join(folder, backupName(time, number, format)));
    if (claimed !== undefined) return claimed;
  }
}

async function claim(file: string): Promise<ClaimedFile | undefined> {
  const partial = file + partialSuffix;
  const handle = await openNew(partial);
  if (handle === undefined) return undefined;
  const discard = async (): Promise<void> => {
    await handle.close().catch(() => {});
    await rm(partial, { force: true });
  };
  // Asked after the name is claimed: whoever had it before has renamed by now.
  if (await exists(file)) {
    await discard();
    return undefined;
  }
  const finish = async (): Promise<string> => {
    await handle.sync();
    await handle.close();
    await rename(partial, file);
    return file;
  };
  return { handle, path: partial, finish, discard };
}

async function openNew(file: string): Promise<FileHandle | undefined> {
  try {
    return await open(file, 'wx', 0o600);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return undefined;
    throw error;
  }
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
