import path from 'node:path';
import { counted } from '../../core/counted.js';
import type { Restored, RestoreOptions, RestoreOutcome } from '../../runner/backup/restore/restore.js';
import { restoreBackup } from '../../runner/backup/restore/restore-backup.js';
import { historySchema } from '../../runner/history/schema-name.js';
import { describeHolder } from '../../runner/lock.js';
import type { Answer, Question } from './act-options.js';
import { backupSettings, findPlace } from './backup-settings.js';
import { chooseBackup } from './choose-backup.js';
import { systemClock } from './open-run.js';
import type { RunOptions } from './run-options.js';

export interface RestoreCommandOptions
  extends Omit<RunOptions, 'folder' | 'now'>,
    Pick<RestoreOptions, 'clean' | 'lockWait' | 'signal'> {
  /** A path, or the name of a file in the folder of backups. Default: the newest one of this database. */
  readonly backup?: string | undefined;
  /** Where backups are, relative to `cwd`. Default: the config's, then `backups`. */
  readonly backupFolder?: string | undefined;
  /** Asked before anything is removed. Absent: nobody is asked. */
  readonly confirm?: ((question: Question) => Promise<Answer>) | undefined;
}

export interface RestoreReport extends Partial<Omit<Restored, 'outcome'>> {
  /** `refused`: nothing was changed. */
  readonly outcome: 'restored' | 'refused';
  /** The database, without secrets. */
  readonly database: string;
  /** Path of the backup. */
  readonly backup: string;
  readonly durationMs: number;
  /** Absent where it was restored. */
  readonly refusal?: { readonly kind: RestoreRefusal; readonly message: string } | undefined;
}

export type RestoreRefusal = Exclude<RestoreOutcome['outcome'], 'restored'> | 'not-confirmed';

/**
 * Restores a backup into the database.
 * @throws PgairlockError as `restoreBackup` does, `input-not-found` where there is no backup to restore
 */
export async function restore(options: RestoreCommandOptions = {}): Promise<RestoreReport> {
  const { settings, target, label, cwd } = await findPlace(options);
  const { folder, psql } = backupSettings(settings);
  const { clock = systemClock, env = {}, clean, lockWait, signal, confirm, backupFolder } = options;
  const chosen = await chooseBackup({
    cwd,
    target,
    folder: backupFolder === undefined ? folder : path.resolve(cwd, backupFolder),
    named: options.backup,
  });
  const began = clock.now();
  const report = (rest: Omit<RestoreReport, 'database' | 'backup' | 'durationMs'>): RestoreReport => ({
    ...rest,
    database: label,
    backup: chosen,
    durationMs: Math.round(clock.now() - began),
  });
  const answer = clean && confirm ? await confirm(question(label, chosen)) : 'yes';
  if (answer !== 'yes')
    return report({ outcome: 'refused', refusal: { kind: 'not-confirmed', message: unasked[answer] } });
  const schema = historySchema(settings.historySchema);
  const outcome = await restoreBackup({ path: chosen, target, env, schema, clock, psql, clean, lockWait, signal });
  if (outcome.outcome === 'restored') return report(outcome);
  return report({ outcome: 'refused', refusal: { kind: outcome.outcome, message: refusalText(outcome) } });
}

const question = (database: string, file: string): Question => ({
  database,
  because: ['what is in the database now is removed, with all that was written since the backup'],
  steps: [`restore ${path.basename(file)}`],
});

const unasked: Readonly<Record<Exclude<Answer, 'yes'>, string>> = {
  no: 'Nothing was changed.',
  'cannot-ask':
    'This removes what is in the database now, and there is nobody at a terminal to ask. Confirm it with --yes.',
};

function refusalText(outcome: Exclude<RestoreOutcome, Restored>): string {
  switch (outcome.outcome) {
    case 'not-empty':
      return `The database holds ${counted(outcome.tables, 'table')}. Restore into an empty database, or remove what is there with --clean.`;
    case 'large-objects':
      return 'The backup holds large objects, so that it cannot be restored in one transaction. Restore it into an empty database, without --clean.';
    case 'locked':
      return `Migrations are being run there now${outcome.holder === undefined ? '' : ` by ${describeHolder(outcome.holder)}`}. Nothing was changed.`;
  }
}
