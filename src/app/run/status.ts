import type { Migration } from '../../core/migration.js';
import type { HistoryEntry } from '../../runner/history/history-entry.js';
import { readHistory } from '../../runner/history/read-history.js';
import { describeRun, withRun } from './open-run.js';
import type { RunOptions } from './run-options.js';

/**
 * - `applied`, `pending`
 * - `edited`: applied, and the file was changed since
 * - `missing`: applied, and the file is gone
 * - `failed`: the last attempt failed and left nothing
 * - `halfway`: the last attempt failed after statements that cannot be undone with it
 * - `rolled_back`: was applied and undone
 */
export type MigrationState = 'applied' | 'pending' | 'edited' | 'missing' | 'failed' | 'halfway' | 'rolled_back';

export interface MigrationStatusLine {
  readonly migration: string;
  readonly state: MigrationState;
  /** Absent where the file is gone. */
  readonly path?: string | undefined;
  /** Which run applied it, from 1. */
  readonly batch?: number | undefined;
}

export interface StatusResult {
  /** The database, without secrets. */
  readonly database: string;
  readonly folder: string;
  /** In the order of the folder; those without a file last. */
  readonly migrations: readonly MigrationStatusLine[];
}

/** What is applied, what is pending, and what needs a person. Changes nothing, installs nothing. */
export const status = (options: RunOptions = {}): Promise<StatusResult> =>
  withRun(options, async (run) => ({
    database: describeRun(run),
    folder: run.folder,
    migrations: statusLines(run.project.migrations, await readHistory(run.database, run.schema)),
  }));

export function statusLines(
  migrations: readonly Migration[],
  history: readonly HistoryEntry[],
): readonly MigrationStatusLine[] {
  const entries = new Map(history.map((entry) => [entry.name, entry]));
  const ids = new Set(migrations.map(({ id }) => id));
  const gone = history.filter(({ name, status: state }) => state !== 'rolled_back' && !ids.has(name));
  return [
    ...migrations.map((migration) => {
      const entry = entries.get(migration.id);
      return { migration: migration.id, path: migration.path, state: stateOf(migration, entry), batch: entry?.batch };
    }),
    ...gone.map((entry) => ({ migration: entry.name, state: 'missing' as const, batch: entry.batch })),
  ];
}

function stateOf({ checksum }: Migration, entry: HistoryEntry | undefined): MigrationState {
  if (entry === undefined) return 'pending';
  if (entry.status === 'rolled_back') return 'rolled_back';
  if (entry.status === 'failed') return entry.done.length > 0 ? 'halfway' : 'failed';
  return entry.checksum !== null && entry.checksum !== checksum ? 'edited' : 'applied';
}
