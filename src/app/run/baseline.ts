import { PgairlockError } from '../../core/error.js';
import { listText } from '../../core/list-text.js';
import { type Adoption, adopt } from '../../runner/adopt/adopt.js';
import { foreignToAdoption } from '../../runner/adopt/foreign-adoption.js';
import { planAdoption } from '../../runner/adopt/plan-adoption.js';
import type { MatchedHistory } from '../../runner/foreign/match-foreign.js';
import type { Refusal } from '../../runner/plan/refusal.js';
import { type AdoptionLine, type AdoptionResult, matchLine, refuseDifferent, toLine } from './adoption-result.js';
import { findMigration } from './find-migration.js';
import { chooseForeign, type ForeignSource } from './foreign-choice.js';
import { describeRun, type Run, withRun } from './open-run.js';
import { type RunHistory, readRunHistory } from './run-history.js';
import type { RunOptions } from './run-options.js';
import { withHistory } from './with-history.js';

export interface BaselineOptions extends RunOptions {
  /** Up to this one and including it: an id, version or name. */
  readonly through?: string | undefined;
  /** Every migration of the folder. */
  readonly all?: boolean | undefined;
  /** What the records of another tool say. */
  readonly from?: ForeignSource | undefined;
  /** Takes files as they are, where they are not what the other tool ran. */
  readonly acceptEdited?: boolean | undefined;
  readonly reason?: string | undefined;
  readonly dryRun?: boolean | undefined;
}

/**
 * Records as applied what a database has had since before pgairlock, without running it.
 * @throws PgairlockError `usage` where it is not said which
 */
export const baseline = (options: BaselineOptions): Promise<AdoptionResult> =>
  withRun(options, (run) => baselineOn(run, options));

/** The same on an open run. */
export async function baselineOn(run: Run, options: Omit<BaselineOptions, keyof RunOptions>): Promise<AdoptionResult> {
  const { through, all = false, from, dryRun = false } = options;
  if ([through, all || undefined, from].filter((one) => one !== undefined).length !== 1)
    throw new PgairlockError('usage', 'Say which migrations are applied: an id to go up to, --all, or --from a tool.');
  const work = async (): Promise<AdoptionResult> => {
    const known = await readRunHistory(run);
    const wanted = from === undefined ? fromFolder(run, options) : fromTool(await chooseForeign(run, from), options);
    return take(run, known, wanted, dryRun);
  };
  return dryRun ? work() : withHistory(run, work);
}

interface Wanted {
  readonly adoptions: readonly { readonly adoption: Adoption; readonly line: AdoptionLine }[];
  readonly refusals: readonly Refusal[];
  readonly warnings: readonly string[];
}

function fromFolder({ project }: Run, { through, reason = 'was there before pgairlock' }: BaselineOptions): Wanted {
  const { migrations } = project;
  const end = through === undefined ? migrations.length : migrations.indexOf(findMigration(through, migrations)) + 1;
  const adoptions = migrations.slice(0, end).map((migration): Adoption => ({ migration, reason }));
  return { adoptions: adoptions.map((adoption) => ({ adoption, line: toLine(adoption) })), refusals: [], warnings: [] };
}

function fromTool(matched: MatchedHistory, { acceptEdited = false, reason }: BaselineOptions): Wanted {
  const { tool, applied } = matched;
  const adoptions = applied.map((match) => {
    const adoption = foreignToAdoption(match, tool);
    return { adoption: { ...adoption, reason: reason ?? adoption.reason }, line: matchLine(match, tool) };
  });
  const different = acceptEdited ? [] : applied.filter(({ text }) => text === 'different');
  return {
    adoptions,
    refusals: different.map((match) => refuseDifferent(match, tool)),
    warnings: describeRest(matched),
  };
}

/** What is in the tool's table and is not taken. */
export function describeRest({ tool, failed, strangers }: MatchedHistory): readonly string[] {
  const names = strangers.map(({ version, name }) => name ?? version ?? '');
  return [
    ...(failed.length > 0
      ? [`${tool} did not finish ${listText(failed.map(({ migration }) => migration.id))}: not taken as applied.`]
      : []),
    ...(names.length > 0 ? [`${tool} has records that no file belongs to: ${listText(names)}.`] : []),
  ];
}

async function take(
  { database, schema, project, parser, ...run }: Run,
  { history, foreign, interop }: RunHistory,
  { adoptions, refusals, warnings }: Wanted,
  dryRun: boolean,
): Promise<AdoptionResult> {
  const { migrations } = project;
  // What only the Supabase CLI applied is not in our own history yet.
  const elsewhere = new Set(foreign.map(({ migration }) => migration.id));
  const own = history.filter(({ name }) => !elsewhere.has(name));
  const applied = new Set(own.filter(({ status }) => status === 'applied').map(({ name }) => name));
  const open = adoptions.filter(({ line }) => !applied.has(line.migration));
  const plan = planAdoption(
    open.map(({ adoption }) => adoption),
    own,
    migrations,
  );
  const stopped = refusals.filter(({ migration }) => !applied.has(migration));
  const refused = plan.ok ? stopped : [...stopped, ...plan.refusals];
  if (plan.ok && refused.length === 0 && !dryRun)
    await adopt(database, plan.adoptions, { schema, migrations, parser, interop });
  return {
    database: describeRun(run),
    dryRun,
    adopted: refused.length === 0 ? open.map(({ line }) => line) : [],
    refusals: refused,
    warnings,
  };
}
