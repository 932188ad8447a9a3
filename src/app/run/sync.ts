import type { Migration } from '../../core/migration.js';
import { adopt } from '../../runner/adopt/adopt.js';
import { foreignToAdoption } from '../../runner/adopt/foreign-adoption.js';
import { planAdoption } from '../../runner/adopt/plan-adoption.js';
import { recordThere } from '../../runner/adopt/record-there.js';
import type { ForeignMatch, MatchedHistory } from '../../runner/foreign/match-foreign.js';
import { matchForeign } from '../../runner/foreign/match-foreign.js';
import { readForeign } from '../../runner/foreign/read-foreign.js';
import type { HistoryEntry } from '../../runner/history/history-entry.js';
import { readHistory } from '../../runner/history/read-history.js';
import type { Interop } from '../../runner/interop/interop.js';
import { supabaseInterop } from '../../runner/interop/supabase.js';
import type { Refusal } from '../../runner/plan/refusal.js';
import { type AdoptionLine, type AdoptionResult, matchLine, refuseDifferent } from './adoption-result.js';
import { describeRest } from './baseline.js';
import { chooseForeign, type ForeignSource } from './foreign-choice.js';
import { describeRun, type Run, withRun } from './open-run.js';
import type { RunOptions } from './run-options.js';
import { withHistory } from './with-history.js';

export interface SyncOptions extends RunOptions {
  /** Default: the Supabase CLI, and the tool that the folder is of. */
  readonly from?: ForeignSource | undefined;
  readonly acceptEdited?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
}

export interface SyncResult extends AdoptionResult {
  /** The tools whose records were read, with their tables. */
  readonly tools: readonly { readonly tool: string; readonly table: string }[];
  /** Migrations that were, or would be, written to the records of the Supabase CLI. */
  readonly recordedThere: readonly string[];
}

/** Makes our history and the records of other tools agree: what either has applied is applied. Runs no migration. */
export const sync = (options: SyncOptions = {}): Promise<SyncResult> => withRun(options, (run) => syncOn(run, options));

/** The same on an open run. */
export async function syncOn(
  run: Run,
  { dryRun = false, acceptEdited = false, from }: Omit<SyncOptions, keyof RunOptions> = {},
): Promise<SyncResult> {
  const work = async (): Promise<SyncResult> => {
    const sources = await readSources(run, from);
    const plan = planSync(sources, await readHistory(run.database, run.schema), run.project.migrations, acceptEdited);
    if (!dryRun) await apply(run, plan, sources.interop);
    const { adopt: adopted, recordThere: there, refusals, warnings } = plan;
    return {
      database: describeRun(run),
      dryRun,
      tools: sources.matched.map(({ tool, table }) => ({ tool, table })),
      adopted: adopted.map(({ line }) => line),
      recordedThere: there.map(({ id }) => id),
      refusals,
      warnings,
    };
  };
  return dryRun ? work() : withHistory(run, work);
}

interface Sources {
  readonly matched: readonly MatchedHistory[];
  /** With what the Supabase CLI has, where its records are kept. */
  readonly interop?: { readonly interop: Interop; readonly matched: MatchedHistory } | undefined;
}

async function readSources(run: Run, from: ForeignSource | undefined): Promise<Sources> {
  const { database, schema, project, parser } = run;
  const { migrations, supabase } = project;
  const interop = await supabaseInterop(database, { schema, migrations, parser, supabase });
  if (from !== undefined) {
    const matched = await chooseForeign(run, from);
    return { matched: [matched], interop: matched.tool === 'supabase' ? interop : undefined };
  }
  // A table of another tool may belong to another program in this database: only that of the folder's own is taken.
  const found = (await readForeign(database, schema)).filter(
    ({ tool }) => tool === project.format && tool !== 'supabase',
  );
  const matched = found.map((one) => matchForeign(migrations, one, parser));
  return { matched: interop === undefined ? matched : [interop.matched, ...matched], interop };
}

interface SyncPlan {
  readonly adopt: readonly { readonly match: ForeignMatch; readonly tool: string; readonly line: AdoptionLine }[];
  readonly recordThere: readonly Migration[];
  readonly refusals: readonly Refusal[];
  readonly warnings: readonly string[];
}

/** Each migration by itself: what one is refused for does not stop the others, unless they depend on it. */
function planSync(
  { matched, interop }: Sources,
  history: readonly HistoryEntry[],
  migrations: readonly Migration[],
  acceptEdited: boolean,
): SyncPlan {
  const entries = new Map(history.map((entry) => [entry.name, entry]));
  const adopted = new Map<string, SyncPlan['adopt'][number]>();
  const refusals: Refusal[] = [];
  const foreign = matched.flatMap(({ tool, applied }) => applied.map((match) => ({ match, tool })));
  for (const { match, tool } of foreign.toSorted(byFolder(migrations))) {
    const { id } = match.migration;
    if (entries.get(id)?.status === 'applied' || adopted.has(id)) continue;
    const before = [...adopted.values()].map((one) => foreignToAdoption(one.match, one.tool));
    const plan = planAdoption([...before, foreignToAdoption(match, tool)], history, migrations);
    const refused = refuse(match, tool, entries.get(id), acceptEdited) ?? (plan.ok ? undefined : plan.refusals[0]);
    if (refused === undefined) adopted.set(id, { match, tool, line: matchLine(match, tool) });
    else refusals.push(refused);
  }
  const there = new Set(interop?.matched.applied.map(({ migration }) => migration.id));
  return {
    adopt: [...adopted.values()],
    recordThere:
      interop === undefined
        ? []
        : migrations.filter(({ id }) => !there.has(id) && (entries.get(id)?.status === 'applied' || adopted.has(id))),
    refusals,
    warnings: matched.flatMap(describeRest),
  };
}

const byFolder =
  (migrations: readonly Migration[]) =>
  (a: { readonly match: ForeignMatch }, b: { readonly match: ForeignMatch }): number =>
    migrations.indexOf(a.match.migration) - migrations.indexOf(b.match.migration);

function refuse(
  match: ForeignMatch,
  tool: string,
  entry: HistoryEntry | undefined,
  acceptEdited: boolean,
): Refusal | undefined {
  if (match.text === 'different' && !acceptEdited) return refuseDifferent(match, tool);
  // The rows of the Supabase CLI go with our rollback, so that one that is there came later.
  if (entry?.status !== 'rolled_back' || tool === 'supabase') return undefined;
  const { id, path } = match.migration;
  const message = `${id} was rolled back here, and ${tool} still has it as applied. Say which is true: \`pgairlock register ${id}\`, or remove the row of ${tool}.`;
  return { kind: 'not-applied', migration: id, path, message };
}

async function apply(run: Run, plan: SyncPlan, supabase: Sources['interop']): Promise<void> {
  const { database, schema, project, parser } = run;
  const { migrations } = project;
  const adoptions = plan.adopt.map(({ match, tool }) => foreignToAdoption(match, tool));
  await adopt(database, adoptions, { schema, migrations, parser });
  if (supabase !== undefined) await recordThere(database, plan.recordThere, supabase.interop, { migrations, parser });
}
