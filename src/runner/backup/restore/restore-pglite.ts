import { access, readFile, rename, rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { PgairlockError } from '../../../core/error.js';
import type { EmbeddedTarget } from '../../../database/connection-target.js';
import type { Database } from '../../../database/database.js';
import { openPglite } from '../../../database/pglite/adapter.js';
import { countUserTables } from '../count-objects.js';
import type { RestoreOptions, RestoreOutcome } from './restore.js';
import { verifyRestored } from './verify-restored.js';

/** Unpacks the backup beside the folder, looks at it, and then takes the folder's place. No other program may have it open. */
export async function restorePglite(
  { path, schema, clean = false }: RestoreOptions,
  { folder }: EmbeddedTarget,
): Promise<RestoreOutcome> {
  if (folder === undefined)
    throw new PgairlockError('usage', 'pglite:memory is gone when the program ends; name a folder: pglite:./folder.');
  const tables = (await isThere(folder)) && !clean ? await within(folder, countUserTables) : 0;
  if (tables > 0) return { outcome: 'not-empty', tables };
  const unpacked = `${folder}.restoring`;
  await rm(unpacked, { recursive: true, force: true });
  try {
    const archive = await unzip(path);
    const verified = await within(unpacked, (database) => verifyRestored(database, schema), archive);
    await swap(unpacked, folder);
    return { outcome: 'restored', ...verified };
  } catch (cause) {
    await rm(unpacked, { recursive: true, force: true });
    if (cause instanceof PgairlockError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PgairlockError('restore-failed', `The restore failed: ${reason} The database is as it was.`, { cause });
  }
}

/** PGlite would take a damaged file down with it, so it gets it unzipped. */
async function unzip(path: string): Promise<Buffer<ArrayBuffer>> {
  try {
    return await promisify(gunzip)(await readFile(path));
  } catch (cause) {
    throw new PgairlockError('input-unreadable', `${path} is damaged: it cannot be unzipped.`, { cause });
  }
}

async function within<T>(
  folder: string,
  work: (database: Database) => Promise<T>,
  archive?: Buffer<ArrayBuffer>,
): Promise<T> {
  const database = await openPglite({ adapter: 'pglite', folder }, archive);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

/** The old folder is there until the new one is in its place. */
async function swap(unpacked: string, folder: string): Promise<void> {
  const replaced = `${folder}.replaced`;
  await rm(replaced, { recursive: true, force: true });
  if (!(await isThere(folder))) return rename(unpacked, folder);
  await rename(folder, replaced);
  try {
    await rename(unpacked, folder);
  } catch (error) {
    await rename(replaced, folder);
    throw error;
  }
  await rm(replaced, { recursive: true, force: true });
}

const isThere = (folder: string): Promise<boolean> =>
  access(folder).then(
    () => true,
    () => false,
  );
