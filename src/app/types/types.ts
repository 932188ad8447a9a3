import path from 'node:path';
import { PgairlockError } from '../../core/error.js';
import type { Report } from '../../core/report.js';
import { observe } from '../../engine/observation.js';
import { typescriptTypes } from '../../generate/types/typescript-types.js';
import typesStale from '../../rules/history/types-stale.js';
import { describeRun, withRun } from '../run/open-run.js';
import { type RunProject, readProject } from '../run/read-project.js';
import type { RunOptions } from '../run/run-options.js';
import { observedReport } from '../schema/observed-report.js';
import { describeMigrations, type RefusedStatement, withReplayed } from '../schema/replayed-schema.js';
import { compareTypesFile, type TypesFile } from './types-file.js';
import { type TypesSettings, typesSettings } from './types-settings.js';

export interface TypesCommandOptions extends RunOptions {
  /** `migrations` replays them in memory, `database` reads a database. Default: the database where a URL is given. */
  readonly from?: 'migrations' | 'database' | undefined;
  /** The file, relative to `cwd`. Default: that of the config. */
  readonly output?: string | undefined;
  /** Default: those of the config, else `public` and the exposed ones. */
  readonly schemas?: readonly string[] | undefined;
  /** Default: that of the config, else none. */
  readonly postgrestVersion?: string | undefined;
}

export interface TypesResult {
  /** For people: where the schema is from. */
  readonly source: string;
  readonly schemas: readonly string[];
  /** The TypeScript. */
  readonly text: string;
  /** Absent where no file is named. */
  readonly file?: TypesFile | undefined;
  /** What the replay refused, so that it is missing in the types. */
  readonly refused: readonly RefusedStatement[];
  readonly warnings: readonly string[];
  /** `types-stale`, where the file is not what it should be. */
  readonly report: Report;
}

/**
 * TypeScript types of the schema, as `supabase gen types typescript` writes them. Nothing is written.
 * @throws PgairlockError `not-available`, and as `readProject` and `withRun` do
 */
export async function types(options: TypesCommandOptions = {}): Promise<TypesResult> {
  const from = options.from ?? (options.databaseUrl === undefined ? 'migrations' : 'database');
  if (from === 'database') return withRun(options, async (run) => fromDatabase(run, options));
  if (options.databaseUrl !== undefined)
    throw new PgairlockError('usage', 'Types are made from the migrations or from a database, not from both.');
  return fromMigrations(await readProject(options), options);
}

type Run = Parameters<Parameters<typeof withRun>[1]>[0];

async function fromDatabase(run: Run, options: TypesCommandOptions): Promise<TypesResult> {
  const settings = mergeSettings(run, options);
  const text = await typescriptTypes(run.database, settings);
  return toResult(run, settings, { source: describeRun(run), text, refused: [], warnings: [] });
}

const fromMigrations = (project: RunProject, options: TypesCommandOptions): Promise<TypesResult> =>
  withReplayed(project, project.project, async ({ scratch, refused, standIns }) => {
    const settings = mergeSettings(project, options);
    const text = await typescriptTypes(scratch.database, settings);
    const source = describeMigrations(project.project.migrations, project.folder);
    const warnings = await standInWarnings(scratch.database, settings.schemas, standIns);
    return toResult(project, settings, { source, text, refused, warnings });
  });

function mergeSettings(project: RunProject, options: TypesCommandOptions): TypesSettings {
  const { output, schemas, postgrestVersion } = typesSettings(project);
  return {
    output: options.output === undefined ? output : path.resolve(project.cwd, options.output),
    schemas: options.schemas ?? schemas,
    postgrestVersion: options.postgrestVersion ?? postgrestVersion,
  };
}

/** Of an extension that is stood in for, the types hold only what the stand-in has. */
async function standInWarnings(
  database: Run['database'],
  schemas: readonly string[],
  standIns: readonly string[],
): Promise<readonly string[]> {
  const rows = await database.query(
    'SELECT e.extname AS name, n.nspname AS schema FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace ORDER BY 1',
  );
  return rows.flatMap(({ name, schema }) =>
    name && schema && standIns.includes(name) && schemas.includes(schema)
      ? [`The extension ${name} in ${schema} is stood in for: its own functions and types may be missing here.`]
      : [],
  );
}

async function toResult(
  project: RunProject,
  { output, schemas }: TypesSettings,
  made: Pick<TypesResult, 'source' | 'text' | 'refused' | 'warnings'>,
): Promise<TypesResult> {
  const shown = output === undefined ? '' : path.relative(project.cwd, output).replaceAll('\\', '/');
  const file = output === undefined ? undefined : await compareTypesFile(output, made.text, shown);
  const stale = file === undefined || file.fresh ? [] : [staleness(file, shown)];
  const context = [`Types of ${schemas.join(', ')} from ${made.source}`];
  return { ...made, schemas, file, report: observedReport(project, 'types', stale, context) };
}

function staleness({ exists, diff }: TypesFile, shown: string) {
  const count = (sign: string): number => diff.split('\n').filter((line) => line.startsWith(sign)).length;
  // Each sign stands before the name of a file too.
  const changes = `${count('+') - 1} to add and ${count('-') - 1} to remove of its lines`;
  return observe(typesStale, {
    message: 'stale',
    data: { file: shown, changes: exists ? changes : 'the file does not exist' },
    subject: shown,
    at: { start: 0, end: 0 },
  });
}
