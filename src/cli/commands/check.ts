import { Command } from 'commander';
import { exitStatus } from '../exit-status.js';
import { type Io, type Outcome, usesColor } from '../io.js';
import { addRunFlags, type RunFlags, toRunOptions, writeJson } from '../run-flags.js';

const examples = `
Examples:
  pgairlock check 0007_loans     its state, checksum, dependencies, down, findings, and what a rollback would run

Reads only.

Exit status:
  0  nothing against it
  1  a finding at error level, or it is edited, failed, half-run, or its file is gone
  2  wrong usage, or no connection`;

export const checkCommand = (io: Io, outcome: Outcome): Command =>
  addRunFlags(
    new Command('check')
      .summary('say all that is known of one migration')
      .description(
        'Says all that is known of one migration: in the history, in its file, and what undoing it would do.',
      )
      .argument('<id>', 'id, version or name of the migration'),
  )
    .addHelpText('after', examples)
    .action(async (migration: string, flags: RunFlags) => {
      const { checkMigration } = await import('../../app/run/check-migration.js');
      const result = await checkMigration({ ...toRunOptions(flags, io), migration });
      if (flags.json) writeJson('check', result, io);
      else {
        const { renderCheck } = await import('../render-check.js');
        io.stdout.write(renderCheck(result, { color: usesColor(io, flags.color) }));
      }
      if (!result.clean) outcome.status = exitStatus.refused;
    });
