import type { Migration } from '../../core/migration.js';
import type { ForeignMatch } from '../../runner/foreign/match-foreign.js';
import type { HistoryEntry } from '../../runner/history/history-entry.js';
import { installedVersion } from '../../runner/history/install/install-history.js';
import { type HistoryDetail, readDetails } from '../../runner/history/read-details.js';
import { describeHolder, holderOf, type LockHolder } from '../../runner/lock.js';
import { type MigrationState, migrationStates, stateOf } from './migration-state.js';
import { describeRun, type Run, withRun } from './open-run.js';
import { readRunHistory } from './run-history.js';
import type { RunOptions } from './run-options.js';

export type { MigrationState } from './migration-state.js';

export interface MigrationStatusLine {
  readonly migration: string;
  readonly state: MigrationState;
  /** The runner was cut off half-way, and nothing failed: `up` goes on. */
  readonly interrupted?: boolean | undefined;
  /** Absent where the file is gone. */
  readonly path?: string | undefined;
  /** Which run applied it, from 1. */
  readonly batch?: number | undefined;
  /** ISO 8601, UTC: when it was applied, was tried, or was rolled back. */
  readonly at?: string | undefined;
  readonly by?: string | undefined;
  readonly durationMs?: number | undefined;
  /** Why it failed. */
  readonly error?: { readonly sqlstate: string; readonly message: string } | undefined;
  /** The tool that applied it: `supabase`, … Absent: this one. */
  readonly tool?: string | undefined;
}

export interface StatusResult {
  /** The database, without secrets. */
  readonly database: string;
  readonly folder: string;
  /** `false` where nothing was ever recorded here. */
  readonly installed: boolean;
  /** In the order of the folder; those without a file last. */
  readonly migrations: readonly MigrationStatusLine[];
  readonly counts: Readonly<Record<MigrationState, number>>;
  /** Who runs migrations now. */
  readonly runner?: (LockHolder & { readonly text: string }) | undefined;
  /** Versions that the Supabase CLI recorded and that no file has. */
  readonly strangers: readonly string[];
  /** Everything is applied, and nothing needs a person. */
  readonly clean: boolean;
  /** What to do now. Absent where there is nothing to do. */
  readonly next?: NextStep | undefined;
}

export interface NextStep {
  readonly command: string;
  /** What it does, or why it is needed. */
  readonly because: string;
}

/** What is applied, what is pending, and what needs a person. Changes nothing, installs nothing. */
export const status = (options: RunOptions = {}): Promise<StatusResult> => withRun(options, statusOn);

/** The same on an open run. */
export async function statusOn(run: Run): Promise<StatusResult> {
  const { database, schema, project } = run;
  const { history, foreign, matched } = await readRunHistory(run);
  const migrations = statusLines(project.migrations, history, await readDetails(database, schema), foreign);
  const holder = await holderOf(database, schema);
  const counts = countStates(migrations);
  return {
    database: describeRun(run),
    folder: run.folder,
    installed: (await installedVersion(database, schema)) > 0,
    migrations,
    counts,
    runner: holder && { ...holder, text: describeHolder(holder) },
    strangers: matched?.strangers.map(({ version = '', name }) => (name ? `${version}_${name}` : version)) ?? [],
    clean: migrations.every(({ state }) => state === 'applied'),
    next: nextStep(migrations),
  };
}

export function statusLines(
  migrations: readonly Migration[],
  history: readonly HistoryEntry[],
  details: ReadonlyMap<string, HistoryDetail> = new Map(),
  foreign: readonly ForeignMatch[] = [],
): readonly MigrationStatusLine[] {
  const entries = new Map(history.map((entry) => [entry.name, entry]));
  const ids = new Set(migrations.map(({ id }) => id));
  const elsewhere = new Set(foreign.map(({ migration }) => migration.id));
  const gone = history.filter(({ name, status: state }) => state !== 'rolled_back' && !ids.has(name));
  return [
    ...migrations.map((migration): MigrationStatusLine => {
      const { id, path } = migration;
      const entry = entries.get(id);
      const state = stateOf(migration, entry);
      if (elsewhere.has(id)) return { migration: id, path, state, tool: 'supabase' };
      const cut = state === 'halfway' && entry?.status === 'failed' && entry.interrupted ? { interrupted: true } : {};
      return { migration: id, path, state, ...cut, batch: entry?.batch, ...facts(state, details.get(id)) };
    }),
    ...gone.map(
      ({ name, batch }): MigrationStatusLine => ({
        migration: name,
        state: 'missing',
        batch,
        ...facts('missing', details.get(name)),
      }),
    ),
  ];
}

function facts(state: MigrationState, detail: HistoryDetail | undefined): Partial<MigrationStatusLine> {
  if (detail === undefined) return {};
  const undone = state === 'rolled_back';
  const failed = state === 'failed' || state === 'halfway';
  return {
    at: (undone ? detail.rolledBackAt : detail.at) ?? undefined,
    by: (undone ? detail.rolledBackBy : detail.by) ?? undefined,
    durationMs: detail.durationMs ?? undefined,
    error: failed && detail.error?.direction === 'up' ? detail.error : undefined,
    tool: detail.adoptedFrom ?? undefined,
  };
}

function countStates(lines: readonly MigrationStatusLine[]): Readonly<Record<MigrationState, number>> {
  const counts = { applied: 0, pending: 0, edited: 0, missing: 0, failed: 0, halfway: 0, rolled_back: 0 };
  for (const state of migrationStates) counts[state] = lines.filter((line) => line.state === state).length;
  return counts;
}

/** What blocks everything else comes first. */
export function nextStep(lines: readonly MigrationStatusLine[]): NextStep | undefined {
  const first = (...states: readonly MigrationState[]): string | undefined =>
    lines.find(({ state }) => states.includes(state))?.migration;
  const cut = lines.find(({ interrupted }) => interrupted)?.migration;
  if (cut !== undefined)
    return { command: 'pgairlock up', because: `${cut} was cut off half-way: this goes on after what is done.` };
  const halfway = first('halfway');
  if (halfway !== undefined)
    return { command: 'pgairlock repair', because: `${halfway} broke off half-way: go on after it, or undo it.` };
  const edited = first('edited');
  if (edited !== undefined)
    return { command: `pgairlock check ${edited}`, because: 'its file is not what was applied; see what to do.' };
  const missing = first('missing');
  if (missing !== undefined)
    return { command: `pgairlock check ${missing}`, because: 'it is in the history and has no file; see what to do.' };
  if (first('pending', 'failed', 'rolled_back') !== undefined)
    return { command: 'pgairlock up', because: 'apply what is pending; --dry-run shows it first.' };
  return undefined;
}
