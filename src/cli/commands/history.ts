import { Command, InvalidArgumentError } from 'commander';
import { type Io, usesColor } from '../io.js';
import { addRunFlags, type RunFlags, toRunOptions, writeJson } from '../run-flags.js';

interface HistoryFlags extends RunFlags {
  readonly limit?: number;
  readonly migration?: string;
}

const examples = `
Examples:
  pgairlock history                            the last 20 things that were run
  pgairlock history --migration 0007_loans     all that happened to one, with its failures
  pgairlock history --limit 200 --json

Exit status:
  0  done
  2  wrong usage, or no connection`;

export const historyCommand = (io: Io): Command =>
  addRunFlags(
    new Command('history')
      .summary('show what was run, when, by whom, and what failed')
      .description('Shows what was applied and rolled back here, when, by whom, how long it took, and what failed why.')
      .option('-n, --limit <number>', 'so many, youngest first (default: 20)', toLimit)
      .option('-m, --migration <id>', 'one migration: its id, version or name'),
  )
    .addHelpText('after', examples)
    .action(async ({ limit, migration, ...flags }: HistoryFlags) => {
      const { history } = await import('../../app/run/history.js');
      const result = await history({ ...toRunOptions(flags, io), limit, migration });
      if (flags.json) return writeJson('history', result, io);
      const { renderHistory } = await import('../render-history.js');
      io.stdout.write(renderHistory(result, { color: usesColor(io, flags.color) }));
    });

function toLimit(value: string): number {
  if (!/^[1-9]\d{0,8}$/.test(value)) throw new InvalidArgumentError('Expected a number from 1.');
  return Number(value);
}
