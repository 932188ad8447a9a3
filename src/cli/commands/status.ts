import { Command } from 'commander';
import { exitStatus } from '../exit-status.js';
import { type Io, type Outcome, usesColor } from '../io.js';
import { addRunFlags, type RunFlags, toRunOptions, writeJson } from '../run-flags.js';

interface StatusFlags extends RunFlags {
  readonly check?: boolean;
  readonly all?: boolean;
}

const examples = `
Examples:
  pgairlock status                 the database of DATABASE_URL or of the config
  pgairlock status --check         for CI: exit 1 unless everything is applied and as it was

Reads only. Where pgairlock was never used it says so, and installs nothing.

Exit status:
  0  done; with --check: everything is applied
  1  with --check: something is pending, failed, edited or missing
  2  wrong usage, or no connection`;

export const statusCommand = (io: Io, outcome: Outcome): Command =>
  addRunFlags(
    new Command('status')
      .summary('show what is applied and what is pending')
      .description('Shows what is applied, what is pending, what needs a person, and what to do next.')
      .option('--check', 'exit with 1 when anything is pending or wrong')
      .option('-a, --all', 'list every applied migration'),
  )
    .addHelpText('after', examples)
    .action(async (flags: StatusFlags) => {
      const { status } = await import('../../app/run/status.js');
      const result = await status(toRunOptions(flags, io));
      if (flags.json) writeJson('status', result, io);
      else {
        const { renderStatus } = await import('../render-status.js');
        io.stdout.write(renderStatus(result, { color: usesColor(io, flags.color), all: flags.all ?? false }));
      }
      if (flags.check && !result.clean) outcome.status = exitStatus.refused;
    });
