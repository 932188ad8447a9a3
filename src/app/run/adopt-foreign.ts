import type { Migration } from '../../core/migration.js';
import { adopt } from '../../runner/adopt/adopt.js';
import { foreignToAdoption } from '../../runner/adopt/foreign-adoption.js';
import type { ForeignMatch } from '../../runner/foreign/match-foreign.js';
import type { Run } from './open-run.js';
import { type RunHistory, readRunHistory } from './run-history.js';

/**
 * Takes what the Supabase CLI applied into our own history, where the files are what it ran, so that it can be rolled back
 * and depended on. The history must be installed, and the caller hold the lock.
 */
export async function adoptForeign(run: Run): Promise<RunHistory> {
  const known = await readRunHistory(run);
  const { database, schema, project, parser } = run;
  const { migrations } = project;
  const taken = dependable(known, migrations);
  if (taken.length === 0) return known;
  await adopt(
    database,
    taken.map((match) => foreignToAdoption(match, 'supabase')),
    { schema, migrations, parser },
  );
  return readRunHistory(run);
}

/** The history refuses what depends on something that is not applied; so do plans, which then say so. */
function dependable({ history, foreign }: RunHistory, migrations: readonly Migration[]): readonly ForeignMatch[] {
  const elsewhere = new Set(foreign.map(({ migration }) => migration.id));
  const applied = new Set(
    history.filter(({ name, status }) => status === 'applied' && !elsewhere.has(name)).map(({ name }) => name),
  );
  const dependencies = new Map(history.map((entry) => [entry.name, entry.dependencies]));
  return foreign
    .toSorted((a, b) => migrations.indexOf(a.migration) - migrations.indexOf(b.migration))
    .filter(({ migration, text }) => {
      if (text === 'different') return false;
      if ((dependencies.get(migration.id) ?? []).some((id) => !applied.has(id))) return false;
      applied.add(migration.id);
      return true;
    });
}
