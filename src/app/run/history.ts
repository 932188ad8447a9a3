import { migrationNamed } from '../../engine/dependencies.js';
import { type HistoryLine, readEvents } from '../../runner/history/read-events.js';
import { describeRun, type Run, withRun } from './open-run.js';
import type { RunOptions } from './run-options.js';

export interface HistoryOptions extends RunOptions {
  /** The youngest of them. Default: 20. */
  readonly limit?: number | undefined;
  /** One migration: its id, version or name. Its file may be gone. */
  readonly migration?: string | undefined;
}

export interface HistoryResult {
  /** The database, without secrets. */
  readonly database: string;
  /** Youngest first. */
  readonly events: readonly HistoryLine[];
}

/** What was run here: what, when, by whom, how long, and what failed why. Changes nothing, installs nothing. */
export const history = (options: HistoryOptions = {}): Promise<HistoryResult> =>
  withRun(options, (run) => historyOn(run, options));

/** The same on an open run. */
export async function historyOn(run: Run, { limit = 20, migration }: HistoryOptions = {}): Promise<HistoryResult> {
  const id = migration && (migrationNamed(migration.replace(/\.sql$/i, ''), run.project.migrations)?.id ?? migration);
  return { database: describeRun(run), events: await readEvents(run.database, run.schema, { limit, migration: id }) };
}
