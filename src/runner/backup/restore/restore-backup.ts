import { access } from 'node:fs/promises';
import path from 'node:path';
import { PgairlockError } from '../../../core/error.js';
import { type BackupFacts, parseFacts } from '../backup-facts.js';
import { isDumpEnd, readEnds } from '../dump-end.js';
import type { RestoreOptions, RestoreOutcome } from './restore.js';
import { restorePglite } from './restore-pglite.js';
import { restoreServer } from './restore-server.js';

/**
 * Puts a backup back into a database, all of it or nothing, and looks at what is there then. What was written after the
 * backup is lost with `clean`. Roles are no part of a backup and must be there; nor are settings of the server.
 * @throws PgairlockError `input-not-found`; `input-unreadable` for a file that is no whole backup; `usage` where it does not fit
 *   the target; `not-available` without psql; `restore-failed`, after which the database is as it was (a backup with large
 *   objects leaves what it had done so far, in a database that was empty)
 */
export async function restoreBackup(options: RestoreOptions): Promise<RestoreOutcome> {
  const { path: file, target } = options;
  await access(file).catch((cause: unknown) => {
    throw new PgairlockError('input-not-found', `There is no backup ${file}.`, { cause });
  });
  const isArchive = file.endsWith('.tar.gz');
  if (target.adapter === 'pglite') {
    if (isArchive) return restorePglite(options, target);
    throw new PgairlockError(
      'usage',
      `${path.basename(file)} is the backup of a server; PGlite takes backups of a PGlite (.tar.gz).`,
    );
  }
  if (isArchive)
    throw new PgairlockError('usage', `${path.basename(file)} is the backup of a PGlite; a server cannot take it.`);
  return restoreServer(options, target, await readFacts(file));
}

async function readFacts(file: string): Promise<BackupFacts> {
  const { first, last } = await readEnds(file);
  const facts = parseFacts(first);
  if (facts === undefined)
    throw new PgairlockError(
      'input-unreadable',
      `${file} is not a backup made by pgairlock. Restore it with psql or pg_restore.`,
    );
  if (!isDumpEnd(last)) throw new PgairlockError('input-unreadable', `${file} is cut off: its last lines are missing.`);
  return facts;
}
