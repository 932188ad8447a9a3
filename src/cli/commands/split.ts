import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import type { SplitResult } from '../../app/split.js';
import { counted } from '../../core/counted.js';
import { addConfigFlags, type ConfigFlags } from '../common-flags.js';
import type { Io } from '../io.js';

interface SplitFlags extends ConfigFlags {
  readonly write?: boolean;
  readonly json?: boolean;
}

const examples = `
Examples:
  pgairlock split migrations/0007_loans.sql           print the change, as a unified diff
  pgairlock split migrations/0007_loans.sql --write   make it

Indexes are built CONCURRENTLY in files of their own; constraints are added NOT VALID and validated in a later file;
SET NOT NULL comes after a validated CHECK. Split only what is not applied anywhere yet.

Exit status:
  0  it is split, or there is nothing to split
  2  wrong usage, or this file cannot be split`;

export const splitCommand = (io: Io): Command =>
  addConfigFlags(
    new Command('split')
      .summary('split a migration into safe ones')
      .description('Splits a migration whose safe form takes several files, in the format of its folder, with downs.')
      .argument('<file>', 'the file of the migration')
      .option('-w, --write', 'write the files instead of printing the change')
      .option('--json', 'as JSON, with the text of each file'),
  )
    .addHelpText('after', examples)
    .action(async (file: string, { write, json, config }: SplitFlags) => {
      const { splitMigration } = await import('../../app/split.js');
      const result = await splitMigration({ cwd: io.cwd, file, configFile: config });
      if (write) await writeAll(result, io);
      if (json)
        io.stdout.write(`${JSON.stringify({ schema: 1, ...toJson(result), written: write === true }, undefined, 2)}\n`);
      else if (!write) io.stdout.write(result.diff);
      io.stderr.write(describe(result, file, write === true));
    });

const toJson = ({ files, notes, mended }: SplitResult) => ({
  files,
  notes,
  mended: mended.map(({ ruleId, line, message }) => ({ ruleId, line, message })),
});

async function writeAll({ files }: SplitResult, { cwd }: Io): Promise<void> {
  for (const { path: shown, text } of files) {
    const file = path.resolve(cwd, shown);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}

function describe({ files, mended, notes }: SplitResult, file: string, written: boolean): string {
  if (mended.length === 0) return `Nothing in ${file} needs another file.\n`;
  const [count, ...rest] = [counted(mended.length, 'statement'), ...notes];
  const where = written ? 'Wrote' : 'Would write';
  return [`Mended ${count}. ${where} ${files.map(({ path: shown }) => shown).join(', ')}.`, ...rest, ''].join('\n');
}
