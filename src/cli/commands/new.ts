import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import { PgairlockError } from '../../core/error.js';
import { addFolderFlags, type FolderFlags } from '../common-flags.js';
import type { Io } from '../io.js';

interface NewFlags extends FolderFlags {
  readonly description?: string;
  readonly dependsOn?: readonly string[];
  readonly dryRun?: boolean;
}

const examples = `
Examples:
  pgairlock new add loans
  pgairlock new add_loans --depends-on 0003_books --description "Books that readers took home"

The file follows the folder: its format, its numbering and where it keeps its downs.`;

export const newCommand = (io: Io): Command =>
  addFolderFlags(
    new Command('new')
      .summary('create a migration')
      .description('Creates the file or files of a new migration.')
      .argument('<name...>', 'what it does, in a few words')
      .option('--description <text>', 'a longer description for its header')
      .option('--depends-on <ids...>', 'migrations that must be applied before it')
      .option('--dry-run', 'print the files instead of writing them'),
  )
    .addHelpText('after', examples)
    .action(async (name: readonly string[], { config, dryRun, ...flags }: NewFlags) => {
      const { createMigration } = await import('../../app/new-migration.js');
      const files = await createMigration({ ...flags, cwd: io.cwd, name: name.join(' '), configFile: config });
      for (const file of files) {
        if (dryRun) io.stdout.write(`${file.path}\n${file.text}`);
        else await create(file.path, file.text, io);
      }
    });

/** Never writes over a file. */
async function create(shown: string, text: string, { cwd, stdout }: Io): Promise<void> {
  const file = path.resolve(cwd, shown);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text, { flag: 'wx' }).catch((cause: unknown) => {
    throw new PgairlockError('usage', `Cannot create ${shown}: it may exist already.`, { cause });
  });
  stdout.write(`Created ${shown}\n`);
}
