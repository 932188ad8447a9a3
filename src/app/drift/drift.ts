import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { PgairlockError } from '../../core/error.js';
import { createLineMap } from '../../core/line-map.js';
import type { Report } from '../../core/report.js';
import type { Database } from '../../database/database.js';
import type { Reconciliation } from '../../generate/reconcile/reconcile.js';
import { historySchema } from '../../runner/history/schema-name.js';
import type { SchemaDifference } from '../../verify/compare/schema-difference.js';
import { type Drift, findDrift } from '../../verify/drift/find-drift.js';
import { loadDump } from '../../verify/drift/load-dump.js';
import { describeRun, type Run, withRun } from '../run/open-run.js';
import { type RunProject, readProject } from '../run/read-project.js';
import type { RunOptions } from '../run/run-options.js';
import { observedReport } from '../schema/observed-report.js';
import { describeMigrations, type RefusedStatement, withReplayed } from '../schema/replayed-schema.js';
import { type ChosenMigrations, chooseMigrations } from './choose-migrations.js';
import { observeDrift } from './observe-drift.js';
import { suggestSql } from './suggest-sql.js';

export interface DriftOptions extends RunOptions {
  /** A file that `pg_dump --schema-only` wrote, relative to `cwd`, instead of a database. */
  readonly dump?: string | undefined;
  /** Holds the database against all migrations, also those that are not applied. A dump always is. */
  readonly all?: boolean | undefined;
  /** Names of objects that are left out, `*` standing for anything; besides those of the config. */
  readonly ignore?: readonly string[] | undefined;
  /** Supabase: extensions that are enabled elsewhere than in the migrations. */
  readonly enabled?: readonly string[] | undefined;
}

export interface DriftResult {
  /** The database without secrets, or the file of the dump. */
  readonly database: string;
  /** For people: what it is held against. */
  readonly against: string;
  readonly differences: readonly SchemaDifference[];
  /** What would make them agree; nobody has run it. Nothing where the replay refused something: that may be all there is to it. */
  readonly sql: {
    /** Run on the database, it undoes what was done by hand. */
    readonly database: Reconciliation;
    /** As a migration, it does what was done by hand. */
    readonly migration: Reconciliation;
  };
  /** What the replay refused, so that it is taken to be missing. */
  readonly refused: readonly RefusedStatement[];
  readonly warnings: readonly string[];
  /** `schema-drift`, one finding a difference. */
  readonly report: Report;
}

/**
 * Holds the schema of a database against the one that its migrations make on an empty PostgreSQL, in both directions.
 * Reads only.
 * @throws PgairlockError `not-available`, and as `withRun` does
 */
export async function drift(options: DriftOptions = {}): Promise<DriftResult> {
  if (options.dump === undefined) return withRun(options, (run) => driftOn(run, options));
  if (options.databaseUrl !== undefined)
    throw new PgairlockError('usage', 'Either a database or a dump is held against the migrations.');
  return ofDump(await readProject(options), options.dump, options);
}

/** The same on an open run. */
export async function driftOn(run: Run, options: Omit<DriftOptions, keyof RunOptions> = {}): Promise<DriftResult> {
  const chosen = await chooseMigrations(run, options.all ?? false);
  return hold(run, { label: describeRun(run), database: run.database }, chosen, options);
}

async function ofDump(project: RunProject, file: string, options: DriftOptions): Promise<DriftResult> {
  const text = await readDump(path.resolve(project.cwd, file), file);
  const { parser } = project;
  const { supabase, migrations } = project.project;
  const { scratch, failures } = await loadDump(text, { parser, supabase, path: file });
  try {
    const placeOf = createLineMap(text);
    const warnings = failures.map(
      ({ span, sqlstate, message }) => `${file}:${placeOf(span.start).line} cannot be loaded: ${sqlstate} ${message}`,
    );
    const chosen = { migrations, warnings, stateTables: [] };
    return await hold(project, { label: file, database: scratch.database }, chosen, options);
  } finally {
    await scratch.dispose();
  }
}

async function readDump(file: string, shown: string): Promise<string> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new PgairlockError('input-not-found', `Cannot read ${shown}.`, { cause });
  });
  if (bytes.subarray(0, 5).toString() === 'PGDMP')
    throw new PgairlockError('usage', `${shown} is in pg_dump's own format; write it as SQL, without -Fc.`);
  return bytes.toString('utf8').replace(/^\uFEFF/, '');
}

interface Held {
  readonly label: string;
  readonly database: Database;
}

const hold = (
  project: RunProject,
  held: Held,
  { migrations, warnings, stateTables }: ChosenMigrations,
  { ignore = [], enabled }: DriftOptions,
): Promise<DriftResult> =>
  withReplayed(project, { migrations, enabled }, async ({ scratch, refused, standIns }) => {
    const { settings, folder } = project;
    const found = await findDrift({
      expected: scratch.database,
      actual: held.database,
      historySchema: historySchema(settings.historySchema).name,
      supabase: project.project.supabase,
      ignore: [...(settings.drift?.ignore ?? []), ...ignore, ...stateTables],
    });
    const against = describeMigrations(migrations, folder);
    return {
      database: held.label,
      against,
      refused,
      warnings: [...warnings, ...standInWarning(found, standIns)],
      sql: refused.length === 0 ? suggestSql(found) : { database: noSql, migration: noSql },
      ...describe(project, found, `Drift of ${held.label} from ${against}`),
    };
  });

const noSql: Reconciliation = { statements: [], cannot: [] };

const describe = (project: RunProject, found: Drift, context: string) => ({
  differences: found.differences,
  report: observedReport(project, 'drift', observeDrift(found.differences), [context]),
});

/** A stand-in has only what migrations usually use of an extension. */
function standInWarning({ differences }: Drift, standIns: readonly string[]): readonly string[] {
  if (differences.length === 0 || standIns.length === 0) return [];
  return [`Stood in for on the replay: ${standIns.join(', ')}. Differences that have to do with them may be none.`];
}
