import type { Database } from '../../database/database.js';
import type { Clock } from '../clock.js';
import { readHistory } from '../history/read-history.js';
import type { HistorySchema } from '../history/schema-name.js';
import type { Step } from '../plan/plan.js';

/** The session that was lost may still be at it. Milliseconds. */
const patience = 10_000;

/**
 * Whether a COMMIT whose answer was lost was done, as its history row is part of it. `undefined` where the lost session does
 * not end.
 */
export async function wasCommitted(
  database: Database,
  lostPid: number,
  step: Step,
  schema: HistorySchema,
  clock: Clock,
): Promise<boolean | undefined> {
  const until = clock.now() + patience;
  while (await isAlive(database, lostPid)) {
    if (clock.now() >= until) return undefined;
    await clock.sleep(100);
  }
  const entry = (await readHistory(database, schema)).find(({ name }) => name === step.migration);
  if (step.direction === 'down') return entry?.status === 'rolled_back';
  return entry?.status === 'applied' && entry.batch === step.record.batch;
}

async function isAlive(database: Database, pid: number): Promise<boolean> {
  const [row] = await database.query(
    'SELECT EXISTS (SELECT FROM pg_catalog.pg_stat_activity AS a WHERE a.pid = $1::int) AS alive',
    [String(pid)],
  );
  return row?.alive === 't';
}
