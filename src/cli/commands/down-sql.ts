import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import type { GeneratedDown } from '../../app/down-sql.js';
import { counted } from '../../core/counted.js';
import { PgairlockError } from '../../core/error.js';
import { addFolderFlags, type FolderFlags } from '../common-flags.js';
import type { Io } from '../io.js';

interface DownSqlFlags extends FolderFlags {
  readonly write?: boolean;
  readonly force?: boolean;
  readonly allMissing?: boolean;
  readonly json?: boolean;
}

const examples = `
Examples:
  pgairlock down-sql 0007_loans            print what takes 0007_loans back
  pgairlock down-sql 0007_loans --write    write it where the folder keeps its downs
  pgairlock down-sql --all-missing --write for every migration without a down

What cannot be undone without loss is said in a comment at its place.`;

export const downSqlCommand = (io: Io): Command =>
  addFolderFlags(
    new Command('down-sql')
      .alias('template')
      .summary('write the down of a migration')
      .description('Writes the SQL that takes a migration back, from what it does and from the schema before it.')
      .argument('[ids...]', 'ids, versions, names or files of migrations')
      .option('--all-missing', 'every migration that has no down')
      .option('-w, --write', 'write the files instead of printing the SQL')
      .option('--force', 'write over downs that exist')
      .option('--json', 'as JSON, with what is not undone and why'),
  )
    .addHelpText('after', examples)
    .action(async (ids: readonly string[], flags: DownSqlFlags) => {
      if (ids.length === 0 && !flags.allMissing) {
        throw new PgairlockError('usage', 'Name a migration, or give --all-missing.');
      }
      const { downSql } = await import('../../app/down-sql.js');
      const { folder, config, allMissing } = flags;
      const downs = await downSql({ cwd: io.cwd, ids, folder, allMissing, configFile: config });
      if (flags.write) await writeAll(downs, flags, io);
      else if (flags.json) io.stdout.write(`${JSON.stringify({ schema: 1, downs }, null, 2)}\n`);
      else print(downs, io);
    });

function print(downs: readonly GeneratedDown[], { stdout, stderr }: Io): void {
  stdout.write(downs.map(({ sql }) => sql).join('\n'));
  for (const down of downs) stderr.write(`${describe(down)}\n`);
}

function describe({ id, completeness, notes, isEmpty }: GeneratedDown): string {
  if (isEmpty) return `${id}: there is nothing to undo.`;
  if (completeness === 'complete') return `${id}: complete.`;
  const count = counted(notes.length, 'thing is', 'things are');
  return `${id}: ${completeness === 'none' ? 'cannot be undone' : 'partial'}, ${count} not undone (see the comments).`;
}

async function writeAll(downs: readonly GeneratedDown[], { force }: DownSqlFlags, io: Io): Promise<void> {
  const blocked = force ? undefined : downs.find(({ exists }) => exists);
  if (blocked !== undefined) {
    throw new PgairlockError('usage', `${blocked.id} has a down in ${blocked.file.path}. --force writes over it.`);
  }
  for (const down of downs) {
    const file = path.resolve(io.cwd, down.file.path);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, down.file.text);
    io.stdout.write(`Wrote ${down.file.path}. ${describe(down)}\n`);
  }
}
