import { adopt } from '../../runner/adopt/adopt.js';
import { foreignToAdoption } from '../../runner/adopt/foreign-adoption.js';
import type { ForeignMatch } from '../../runner/foreign/match-foreign.js';
import type { Run } from './open-run.js';
import type { RunHistory } from './run-history.js';

/**
 * Takes what the Supabase CLI applied into our own history, where the files are what it ran, so that it can be rolled back
 * and depended on. The history must be installed, and the caller hold the lock.
 */
export async function adoptForeign({ database, schema, project, parser }: Run, known: RunHistory): Promise<void> {
  const adoptions = dependable(known).map((match) => foreignToAdoption(match, 'supabase'));
  await adopt(database, adoptions, { schema, migrations: project.migrations, parser });
}

/** The history refuses what depends on something that is not applied. In the order of the folder. */
function dependable({ history, foreign }: RunHistory): readonly ForeignMatch[] {
  const elsewhere = new Set(foreign.map(({ migration }) => migration.id));
  const entries = new Map(history.map((entry) => [entry.name, entry]));
  const applied = new Set(
    history.filter(({ name, status }) => status === 'applied' && !elsewhere.has(name)).map(({ name }) => name),
  );
  return foreign.filter(({ migration: { id }, text }) => {
    if (text === 'different' || entries.get(id)?.dependencies.some((other) => !applied.has(other))) return false;
    applied.add(id);
    return true;
  });
}
