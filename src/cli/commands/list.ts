import { Command } from 'commander';
import { type Io, usesColor } from '../io.js';
import { addRunFlags, type RunFlags, toRunOptions, writeJson } from '../run-flags.js';

const examples = `
Reads only. A migration is held back by applied migrations that depend on it, by a missing down, by a file that was
edited after it was applied, or by a down that cannot be run.

Exit status:
  0  done
  2  wrong usage, or no connection`;

export const listCommand = (io: Io): Command =>
  addRunFlags(
    new Command('list')
      .summary('show which migrations can be rolled back, and what blocks the others')
      .description('Lists what is applied, latest first: what can be rolled back by itself, and what is in the way.'),
  )
    .addHelpText('after', examples)
    .action(async (flags: RunFlags) => {
      const { list } = await import('../../app/run/list.js');
      const result = await list(toRunOptions(flags, io));
      if (flags.json) return writeJson('list', result, io);
      const { renderList } = await import('../render-list.js');
      io.stdout.write(renderList(result, { color: usesColor(io, flags.color) }));
    });
