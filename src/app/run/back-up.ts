import type { BackupResult } from '../../runner/backup/backup.js';
import { createBackup } from '../../runner/backup/create-backup.js';
import type { ActOptions } from './act-options.js';
import type { BackupOutcome } from './act-result.js';
import { backupSettings } from './backup-settings.js';
import type { Run } from './open-run.js';

/**
 * Backs up before the first change, unless there is a reason not to.
 * @throws PgairlockError as `createBackup` does; then nothing may be changed
 */
export async function backUp(run: Run, { skipBackup, env = {}, now, stoppable }: ActOptions): Promise<BackupOutcome> {
  const { target, settings, database, clock, emit } = run;
  if (skipBackup) return { made: false, because: 'it was asked to skip it' };
  if (settings.backup?.enabled === false) return { made: false, because: 'the config turns it off (backup.enabled)' };
  if (target.adapter === 'pglite' && target.folder === undefined)
    return { made: false, because: 'the database is in memory' };
  const { folder, keep, pgDump, schemas } = backupSettings(settings);
  const started = clock.now();
  emit({ kind: 'backup-started', file: folder });
  const make = (signal?: AbortSignal): Promise<BackupResult> =>
    createBackup({ database, target, folder, env, now: now ?? new Date(), keep, pgDump, schemas, signal });
  const made = await (stoppable ? stoppable(make) : make());
  emit({ kind: 'backup-done', file: made.path, bytes: made.bytes });
  return { made: true, path: made.path, bytes: made.bytes, durationMs: clock.now() - started };
}
