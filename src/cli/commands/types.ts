import path from 'node:path';
import { Command, Option } from 'commander';
import type { TypesCommandOptions, TypesResult } from '../../app/types/types.js';
import { PgairlockError } from '../../core/error.js';
import { summarize } from '../../core/report.js';
import { exitStatus } from '../exit-status.js';
import type { Io, Outcome } from '../io.js';
import { renderFindings } from '../render-findings.js';
import { renderRefused } from '../render-refused.js';
import { addRunFlags, type RunFlags, toRunOptions, writeJson } from '../run-flags.js';
import { checkFormats, formatNames, writeReport } from '../targets.js';

interface TypesFlags extends RunFlags {
  readonly from?: 'migrations' | 'database';
  readonly output?: string;
  readonly schema?: readonly string[];
  readonly postgrestVersion?: string;
  readonly check?: boolean;
  readonly format?: string;
  readonly ignoreRefused?: boolean;
}

const examples = `
Examples:
  pgairlock types --output src/database.types.ts          of the migrations; no database is needed
  pgairlock types --check                                 for CI: exit 1 where the committed file is stale
  pgairlock types --from database                         of the database of DATABASE_URL or of the config
  pgairlock types --schema public,storage > types.ts

The text is that of \`supabase gen types typescript\`; the package @supabase/postgrest-typegen 0.2.2 makes it. With
types.output in the config, \`up\` and \`rollback\` write the file too. A file that only a formatter changed is not stale.

Exit status:
  0  done; with --check: the file is up to date
  1  with --check: it is stale; without: the migrations do not replay, and nothing was written
  2  wrong usage, no connection, or a package is missing`;

export const typesCommand = (io: Io, outcome: Outcome): Command =>
  addRunFlags(
    new Command('types')
      .summary('write TypeScript types of the schema')
      .description('Writes the TypeScript types that supabase gen types gives, from the migrations or from a database.')
      .addOption(
        new Option(
          '--from <source>',
          'the migrations, or a database (default: migrations; with --database-url: database)',
        ).choices(['migrations', 'database']),
      )
      .option('-o, --output <file>', 'the file; - is standard output (default: that of the config, else -)')
      .option('-s, --schema <names>', 'schemas, joined by commas (default: public and the exposed ones)', toNames)
      .option('--postgrest-version <version>', 'the version of PostgREST that the file tells the client of')
      .option('--check', 'write nothing; exit with 1 when the file is not what it would be')
      .option('-f, --format <format>', `with --check: ${formatNames.join(', ')} (default: the diff)`)
      .option('--ignore-refused', 'go on where the replay refuses a statement; what it makes is missing then'),
  )
    .addHelpText('after', examples)
    .action(async (flags: TypesFlags) => {
      checkFlags(flags);
      const { types } = await import('../../app/types/types.js');
      const result = await types(toOptions(flags, io));
      for (const warning of result.warnings) io.stderr.write(`! ${warning}\n`);
      if (result.refused.length > 0) {
        io.stderr.write(renderRefused(result.refused, 'the types'));
        if (!flags.ignoreRefused) {
          if (flags.json) writeJson('types', toJson(result, flags), io);
          outcome.status = exitStatus.refused;
          return;
        }
      }
      await (flags.check ? check(result, flags, io, outcome) : write(result, flags, io));
    });

const toNames = (value: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  ...value.split(',').map((name) => name.trim()),
];

function checkFlags({ check, format, json }: TypesFlags): void {
  if (format === undefined) return;
  if (!check) throw new PgairlockError('usage', '--format is for --check.');
  if (json) throw new PgairlockError('usage', '--json and --format say the same; give one of them.');
  checkFormats([{ format }]);
}

const toOptions = ({ from, output, schema, postgrestVersion, ...flags }: TypesFlags, io: Io): TypesCommandOptions => ({
  ...toRunOptions(flags, io),
  from,
  output: output === '-' ? undefined : output,
  schemas: schema,
  postgrestVersion,
});

async function check(result: TypesResult, flags: TypesFlags, io: Io, outcome: Outcome): Promise<void> {
  const { file, report } = result;
  if (file === undefined)
    throw new PgairlockError('usage', '--check needs a file: name it with --output, or in the config as types.output.');
  if (summarize(report).errors > 0) outcome.status = exitStatus.refused;
  if (flags.json) return writeJson('types', toJson(result, flags), io);
  if (flags.format !== undefined) return writeReport(report, [{ format: flags.format }], io, flags);
  const shown = path.relative(io.cwd, file.path);
  if (file.fresh) io.stdout.write(`${shown} is up to date.\n`);
  else {
    io.stdout.write(file.diff);
    for (const line of renderFindings(report)) io.stdout.write(`${line}\n`);
    io.stdout.write('Write it anew with `pgairlock types`, without --check.\n');
  }
}

async function write(result: TypesResult, flags: TypesFlags, io: Io): Promise<void> {
  const { file, text } = result;
  const toFile = file !== undefined && flags.output !== '-';
  if (toFile && !file.fresh) {
    const { writeTypesFile } = await import('../../app/types/types-file.js');
    await writeTypesFile(file.path, text);
  }
  if (flags.json) return writeJson('types', toJson(result, flags), io);
  if (!toFile) return void io.stdout.write(text);
  const shown = path.relative(io.cwd, file.path);
  const done = file.fresh ? `${shown} is up to date` : `${file.exists ? 'Updated' : 'Created'} ${shown}`;
  io.stdout.write(`${done}, from ${result.source}.\n`);
}

const toJson = ({ source, schemas, text, file, refused, warnings }: TypesResult, { check: isCheck }: TypesFlags) => ({
  source,
  schemas,
  file: file === undefined ? null : { path: file.path, exists: file.exists, fresh: file.fresh, diff: file.diff },
  refused,
  warnings,
  ...(isCheck ? {} : { text }),
});
