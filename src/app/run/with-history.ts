import { PgairlockError } from '../../core/error.js';
import { installHistory } from '../../runner/history/install/install-history.js';
import { acquireLock, describeHolder } from '../../runner/lock.js';
import type { Run } from './open-run.js';

/** Milliseconds. */
const defaultWait = 10_000;

/**
 * Keeps other runners out, brings the history to this program's version, and does the work.
 * @throws PgairlockError `runner-busy` where another runner does not finish in time
 */
export async function withHistory<Result>(run: Run, work: () => Promise<Result>): Promise<Result> {
  const { database, schema, clock, settings, reconnect } = run;
  const wait = settings.run?.wait ?? defaultWait;
  const connect = database.adapter === 'pglite' ? undefined : reconnect;
  const outcome = await acquireLock(database, schema, { wait, interval: 250, clock, connect });
  if (!outcome.acquired) {
    const who = outcome.holder === undefined ? 'another runner' : describeHolder(outcome.holder);
    throw new PgairlockError('runner-busy', `Migrations are being run by ${who}. Try again when it is done.`);
  }
  try {
    await installHistory(database, schema);
    return await work();
  } finally {
    await outcome.lock.release();
  }
}
