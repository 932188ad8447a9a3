import { Command } from 'commander';
import { exitStatus } from '../exit-status.js';
import { type Io, type Outcome, usesColor } from '../io.js';
import { addRunFlags, type RunFlags, toRunOptions, writeJson } from '../run-flags.js';

interface RegisterFlags extends RunFlags {
  readonly reason: string;
  readonly notes?: string;
  readonly dryRun?: boolean;
}

const examples = `
Examples:
  pgairlock register 0007_loans --reason "run by hand during the outage of 3 May"

Runs no SQL. For many migrations at once there is \`pgairlock baseline\`.

Exit status:
  0  recorded
  1  refused: applied already, half-run, without its dependencies, or another runner is at work
  2  wrong usage, or no connection`;

export const registerCommand = (io: Io, outcome: Outcome): Command =>
  addRunFlags(
    new Command('register')
      .summary('record a migration as applied without running it')
      .description('Records one migration as applied without running it, with a reason that is kept.')
      .argument('<id>', 'id, version or name of the migration')
      .requiredOption('-r, --reason <text>', 'why it counts as applied; kept in the history')
      .option('--notes <text>', 'more about it; kept in the history')
      .option('--dry-run', 'say what would be recorded, and change nothing'),
  )
    .addHelpText('after', examples)
    .action(async (migration: string, { reason, notes, dryRun, ...flags }: RegisterFlags) => {
      const { register } = await import('../../app/run/register.js');
      const result = await register({ ...toRunOptions(flags, io), migration, reason, notes, dryRun });
      if (flags.json) writeJson('register', result, io);
      else {
        const { renderAdoption } = await import('../render-adoption.js');
        io.stdout.write(renderAdoption(result, { color: usesColor(io, flags.color) }));
      }
      if (result.refusals.length > 0) outcome.status = exitStatus.refused;
    });
