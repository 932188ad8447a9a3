import { Command, InvalidArgumentError, Option } from 'commander';
import { stoppable } from '../interrupts.js';
import { type Io, usesColor } from '../io.js';
import { addRunFlags, type RunFlags, toRunOptions, writeJson } from '../run-flags.js';

interface BackupFlags extends RunFlags {
  readonly list?: boolean;
  readonly to?: string;
  readonly keep?: number;
  readonly schema?: readonly string[];
  readonly schemaOnly?: boolean;
}

const examples = `
Examples:
  pgairlock backup                         to backups/backup_YYYYMMDD_HHMMSS.sql, by pg_dump
  pgairlock backup --schema public auth    these schemas alone
  pgairlock backup --list                  what is there

Runs before migrations are applied too. A backup holds your data: it is readable for its owner alone, and a new folder of
backups is left out of git. Roles and settings of the server are not in it (pg_dumpall --globals-only).

Exit status:
  0  done
  2  no backup: pg_dump is missing, too old or failed; the disk is full; wrong usage; no connection`;

export const backupCommand = (io: Io): Command =>
  addRunFlags(
    new Command('backup')
      .summary('back up the database')
      .description(
        'Backs up the database, checks that the backup is whole, and deletes older ones of the same database.',
      )
      .option('-l, --list', 'list the backups that are there')
      .option('--to <folder>', 'the folder of backups (default: that of the config, else backups)')
      .option('--keep <number>', 'how many backups stay (default: that of the config, else 5)', toKeep)
      .addOption(new Option('--schema <names...>', 'these schemas alone (default: all)'))
      .option('--schema-only', 'no rows'),
  )
    .addHelpText('after', examples)
    .action(async ({ list, ...flags }: BackupFlags) => (list ? listAll(flags, io) : backUp(flags, io)));

async function backUp(flags: BackupFlags, io: Io): Promise<void> {
  const { backup } = await import('../../app/run/backup.js');
  const { to, keep, schema, schemaOnly } = flags;
  const result = await stoppable((signal) =>
    backup({ ...toRunOptions(flags, io), backupFolder: to, keep, schemas: schema, schemaOnly, signal }),
  );
  if (flags.json) return writeJson('backup', result, io);
  const { renderBackup } = await import('../render-backups.js');
  io.stdout.write(renderBackup(result, { color: usesColor(io, flags.color), cwd: io.cwd }));
}

async function listAll(flags: BackupFlags, io: Io): Promise<void> {
  const { listOfBackups } = await import('../../app/run/backup.js');
  const result = await listOfBackups({ ...toRunOptions(flags, io), backupFolder: flags.to });
  if (flags.json) return writeJson('backup', result, io);
  const { renderBackups } = await import('../render-backups.js');
  io.stdout.write(renderBackups(result, { color: usesColor(io, flags.color), cwd: io.cwd }));
}

function toKeep(value: string): number {
  if (!/^[1-9]\d{0,5}$/.test(value)) throw new InvalidArgumentError('Expected a number from 1.');
  return Number(value);
}
