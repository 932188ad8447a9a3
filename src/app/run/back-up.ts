import path from 'node:path';
import { createBackup } from '../../runner/backup/create-backup.js';
import type { ActOptions } from './act-options.js';
import type { BackupOutcome } from './act-result.js';
import type { Run } from './open-run.js';

/** Where backups go unless the config says otherwise, beside it. */
const defaultFolder = 'backups';

/**
 * Backs up before the first change, unless there is a reason not to.
 * @throws PgairlockError as `createBackup` does; then nothing may be changed
 */
export async function backUp(run: Run, { skipBackup, env = {}, now }: ActOptions): Promise<BackupOutcome> {
  const { target, settings, database, clock, emit } = run;
  const { enabled = true, folder = defaultFolder, keep, pgDump } = settings.backup ?? {};
  if (skipBackup) return { made: false, because: 'it was asked to skip it' };
  if (!enabled) return { made: false, because: 'the config turns it off (backup.enabled)' };
  if (target.adapter === 'pglite' && target.folder === undefined)
    return { made: false, because: 'the database is in memory' };
  const absolute = path.resolve(settings.base, folder);
  const started = clock.now();
  emit({ kind: 'backup-started', file: absolute });
  const program = pgDump === undefined ? undefined : path.resolve(settings.base, pgDump);
  const made = await createBackup({
    database,
    target,
    folder: absolute,
    env,
    now: now ?? new Date(),
    keep,
    pgDump: program,
  });
  emit({ kind: 'backup-done', file: made.path, bytes: made.bytes });
  return { made: true, path: made.path, bytes: made.bytes, durationMs: clock.now() - started };
}
