import { PgairlockError } from '../../core/error.js';
import type { ServerTarget } from '../../database/connection-target.js';
import { type BackupOptions, type BackupResult, defaultKeep, defaultLockWait } from './backup.js';
import { type BackupFacts, factsLine } from './backup-facts.js';
import type { BackupFormat } from './backup-name.js';
import { choosePgDump } from './choose-program.js';
import { type ClaimedFile, claimFile } from './claim-file.js';
import { countLargeObjects, countUserTables } from './count-objects.js';
import { dumpServer } from './dump-server.js';
import { fileFailure, isFileFailure } from './file-failure.js';
import { originOf, whereWeAre } from './origin.js';
import { prepareFolder } from './prepare-folder.js';
import { pruneBackups } from './prune-backups.js';

/**
 * Backs up a database into `folder`: `backup_YYYYMMDD_HHMMSS.sql` by pg_dump, or `….tar.gz` of a PGlite. The file has its
 * name only when it is whole; then older backups of the same database are deleted, except for the newest `keep`.
 * @throws PgairlockError `not-available` where pg_dump is missing or too old; `backup-failed` for everything else, after which
 *   nothing of the backup is left
 */
export async function createBackup(options: BackupOptions): Promise<BackupResult> {
  const { target } = options;
  if (target.adapter === 'pglite') return store(options, 'pglite', (write) => writeArchive(options, write));
  const session = await whereWeAre(target, options.database);
  const program = await choosePgDump({
    major: Math.floor(options.database.serverVersion / 10_000),
    env: options.env,
    configured: options.pgDump,
  });
  const { schemas, schemaOnly = false, lockWait = defaultLockWait, env, signal } = options;
  const result = await store(options, 'sql', async (write) => {
    await write(Buffer.from(factsLine(await factsOf(options, session))));
    await dumpServer({ program, target: session, env, schemas, schemaOnly, lockWait, signal, write });
  });
  return { ...result, pgDump: program.path };
}

async function factsOf(
  { database, schemas, schemaOnly = false }: BackupOptions,
  at: ServerTarget,
): Promise<BackupFacts> {
  const isWhole = schemas === undefined && !schemaOnly;
  return {
    origin: originOf(at),
    server: database.serverVersion,
    schemas,
    schemaOnly,
    tables: await countUserTables(database, schemas),
    // pg_dump leaves them out of anything less.
    largeObjects: isWhole ? await countLargeObjects(database) : 0,
  };
}

type Write = (chunk: Buffer) => Promise<void>;

async function store(
  { folder, now, keep = defaultKeep, onProgress = () => {} }: BackupOptions,
  format: BackupFormat,
  produce: (write: Write) => Promise<void>,
): Promise<BackupResult> {
  let bytes = 0;
  const file = await inFolder(folder, async () => {
    await prepareFolder(folder);
    return claimFile(folder, now, format);
  });
  const write: Write = async (chunk) => {
    await writeAll(file, chunk);
    bytes += chunk.length;
    onProgress(bytes);
  };
  try {
    const path = await inFolder(folder, async () => {
      await produce(write);
      return file.finish();
    });
    return { path, format, bytes, removed: await pruneBackups(folder, path, keep, now) };
  } catch (error) {
    await file.discard();
    throw error;
  }
}

async function writeAll({ handle }: ClaimedFile, chunk: Buffer): Promise<void> {
  for (let at = 0; at < chunk.length; ) at += (await handle.write(chunk, at)).bytesWritten;
}

async function inFolder<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isFileFailure(error) ? fileFailure(error, folder) : error;
  }
}

async function writeArchive({ database, signal }: BackupOptions, write: Write): Promise<void> {
  if (database.archive === undefined)
    throw new PgairlockError('not-available', 'This session cannot be backed up: it is not a PGlite database.');
  const archive = await database.archive();
  if (signal?.aborted) throw new PgairlockError('backup-failed', 'The backup was stopped. Nothing is kept of it.');
  await write(archive);
}
