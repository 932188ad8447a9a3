import { listText } from '../../core/list-text.js';
import type { Migration } from '../../core/migration.js';
import { type MatchedHistory, matchForeign } from '../../runner/foreign/match-foreign.js';
import { readForeign } from '../../runner/foreign/read-foreign.js';
import type { HistoryEntry } from '../../runner/history/history-entry.js';
import { stateOf } from '../run/migration-state.js';
import type { Run } from '../run/open-run.js';
import { readRunHistory } from '../run/run-history.js';

/** The migrations that a database is held against. */
export interface ChosenMigrations {
  readonly migrations: readonly Migration[];
  readonly warnings: readonly string[];
  /** Tables of other tools, as SQL names them: they are in no migration. */
  readonly stateTables: readonly string[];
}

/** Those that are applied, by our own history or by the records of the folder's tool; all where nobody recorded any. */
export async function chooseMigrations(run: Run, all: boolean): Promise<ChosenMigrations> {
  const { database, schema, project, parser } = run;
  const found = await readForeign(database, schema);
  const stateTables = found.map(({ table }) => table);
  if (all) return { migrations: project.migrations, warnings: [], stateTables };
  const { history } = await readRunHistory(run);
  if (history.length > 0) return { ...byHistory(project.migrations, history), stateTables };
  const own = found.find(({ tool }) => tool === project.format);
  if (own !== undefined && own.records.length > 0)
    return { ...byTool(matchForeign(project.migrations, own, parser)), stateTables };
  const warning = 'Nothing is recorded as applied in this database: it is held against all migrations.';
  return { migrations: project.migrations, warnings: [warning], stateTables };
}

function byHistory(
  migrations: readonly Migration[],
  history: readonly HistoryEntry[],
): Omit<ChosenMigrations, 'stateTables'> {
  const entries = new Map(history.map((entry) => [entry.name, entry]));
  const ids = new Set(migrations.map(({ id }) => id));
  const inState = (...states: readonly string[]): readonly Migration[] =>
    migrations.filter((migration) => states.includes(stateOf(migration, entries.get(migration.id))));
  const missing = history.filter(({ name, status }) => status === 'applied' && !ids.has(name)).map(({ name }) => name);
  return {
    migrations: inState('applied', 'edited'),
    warnings: [
      ...warn(names(inState('edited')), 'changed since it was applied: the file of today counts'),
      ...warn(missing, 'is applied and has no file: what it made counts as drift'),
      ...warn(names(inState('halfway')), 'is half done: what it made so far counts as drift'),
      ...warn(names(inState('pending', 'failed', 'rolled_back')), 'is not applied, and does not count'),
    ],
  };
}

const names = (migrations: readonly Migration[]): readonly string[] => migrations.map(({ id }) => id);

const warn = (ids: readonly string[], what: string): readonly string[] =>
  ids.length === 0 ? [] : [ids.length === 1 ? `${ids[0]} ${what}.` : `Each of ${listText(ids)} ${what}.`];

const byTool = ({ tool, applied, strangers }: MatchedHistory): Omit<ChosenMigrations, 'stateTables'> => ({
  migrations: applied.map(({ migration }) => migration),
  warnings:
    strangers.length === 0
      ? []
      : [`${tool} recorded ${strangers.length} that no file has: what they made counts as drift.`],
});
