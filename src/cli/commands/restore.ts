import { Command } from 'commander';
import { confirmAt } from '../confirm.js';
import { exitStatus } from '../exit-status.js';
import { stoppable } from '../interrupts.js';
import { type Io, type Outcome, usesColor } from '../io.js';
import { addRunFlags, type RunFlags, toRunOptions, writeJson } from '../run-flags.js';

interface RestoreFlags extends RunFlags {
  readonly clean?: boolean;
  readonly yes?: boolean;
  readonly from?: string;
}

const examples = `
Examples:
  pgairlock restore --database-url postgres://localhost/copy backup_20260131_091500.sql
  pgairlock restore --clean                the newest backup of this database, in the place of what is there

All of it or nothing, in one transaction, by psql. Without --clean only a database without tables is restored into.
What was written after the backup is lost with --clean. Roles are not in a backup and must be there; large objects need an
empty database. Nobody may have the folder of a PGlite open meanwhile.

Exit status:
  0  restored
  1  refused, and nothing was changed: the database holds tables, it was not confirmed, a runner is at work
  2  it failed, and the database is as it was; or wrong usage, no backup, no psql, no connection`;

export const restoreCommand = (io: Io, outcome: Outcome): Command =>
  addRunFlags(
    new Command('restore')
      .summary('restore a backup')
      .description('Restores a backup that pgairlock made, and looks at what is there then.')
      .argument('[backup]', 'a file, or its name in the folder of backups (default: the newest one of this database)')
      .option('--clean', 'remove what is in the database first; asks')
      .option('-y, --yes', 'ask nothing')
      .option('--from <folder>', 'the folder of backups (default: that of the config, else backups)'),
  )
    .addHelpText('after', examples)
    .action(async (backup: string | undefined, flags: RestoreFlags) => {
      const { restore } = await import('../../app/run/restore.js');
      const { clean, from } = flags;
      const result = await stoppable((signal) =>
        restore({
          ...toRunOptions(flags, io),
          backup,
          clean,
          backupFolder: from,
          confirm: confirmAt(io, flags),
          signal,
        }),
      );
      if (result.outcome === 'refused') outcome.status = exitStatus.refused;
      if (flags.json) return writeJson('restore', result, io);
      const { renderRestore } = await import('../render-backups.js');
      io.stdout.write(renderRestore(result, { color: usesColor(io, flags.color), cwd: io.cwd }));
    });
