import type { Database } from '../../database/database.js';
import { DatabaseError } from '../../database/database-error.js';
import type { Clock } from '../clock.js';
import { readHistory } from '../history/read-history.js';
import type { HistorySchema } from '../history/schema-name.js';
import type { Step } from '../plan/plan.js';

/** The session that was lost may still be at it. Milliseconds. */
const patience = 10_000;

/** By which the server can say later what became of the transaction that is open now. */
export async function transactionId(database: Database): Promise<string> {
  const [row] = await database.query('SELECT pg_catalog.txid_current() AS id');
  return row?.id ?? '';
}

/** Whether a COMMIT whose answer was lost was done. `undefined` where the lost session does not end. */
export async function wasCommitted(
  database: Database,
  transaction: string,
  step: Step,
  schema: HistorySchema,
  clock: Clock,
): Promise<boolean | undefined> {
  const until = clock.now() + patience;
  for (;;) {
    const status = await statusOf(database, transaction);
    if (status === 'committed' || status === 'aborted') return status === 'committed';
    if (status === undefined) return isRecorded(database, step, schema);
    if (clock.now() >= until) return undefined;
    await clock.sleep(100);
  }
}

/** `undefined` where this server knows nothing of it: it took over from another one, say. */
async function statusOf(database: Database, transaction: string): Promise<string | undefined> {
  try {
    const [row] = await database.query('SELECT pg_catalog.txid_status($1::bigint) AS status', [transaction]);
    return row?.status ?? undefined;
  } catch (error) {
    if (error instanceof DatabaseError && error.sqlstate === '22023') return undefined;
    throw error;
  }
}

/** The history's row is part of the transaction. */
async function isRecorded(database: Database, step: Step, schema: HistorySchema): Promise<boolean> {
  const entry = (await readHistory(database, schema)).find(({ name }) => name === step.migration);
  if (step.direction === 'down') return entry?.status === 'rolled_back';
  return entry?.status === 'applied' && entry.batch === step.record.batch;
}
