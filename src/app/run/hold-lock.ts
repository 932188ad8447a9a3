import { isConnectionLoss } from '../../database/database-error.js';
import { acquireLock, describeHolder, type MigrationLock } from '../../runner/lock.js';
import type { CircumstanceRefusal } from './act-result.js';
import type { Run } from './open-run.js';

/** Milliseconds. */
const defaultWait = 10_000;
const interval = 250;

export type Held =
  | { readonly acquired: true; readonly lock: MigrationLock }
  | { readonly acquired: false; readonly refusal: CircumstanceRefusal };

/** Keeps other runners out; waits for one that is at work, and says so. */
export async function holdLock(run: Run, wanted: number | undefined): Promise<Held> {
  const { database, schema, clock, settings, emit } = run;
  const wait = wanted ?? settings.run?.wait ?? defaultWait;
  const options = { interval, clock, connect: secondSession(run) };
  const first = await acquireLock(database, schema, { ...options, wait: 0 });
  if (first.acquired) return first;
  emit({ kind: 'waiting-for-runner', holder: first.holder && describeHolder(first.holder) });
  const outcome = await acquireLock(database, schema, { ...options, wait });
  if (outcome.acquired) return outcome;
  const who = outcome.holder === undefined ? 'another runner' : describeHolder(outcome.holder);
  const message = `Migrations are being run by ${who}. Waited ${wait} ms. Try again when it is done.`;
  return { acquired: false, refusal: { kind: 'lock-held', message } };
}

/** Absent for a PGlite, which has one session. */
export const secondSession = ({ database, reconnect }: Run): Run['reconnect'] | undefined =>
  database.adapter === 'pglite' ? undefined : reconnect;

/** What was done is done: a lock that was lost by then is told, and hides nothing. Returns the warning. */
export async function letGo(lock: MigrationLock): Promise<string | undefined> {
  try {
    await lock.release();
    return undefined;
  } catch (error) {
    // A session that is gone holds nothing.
    if (isConnectionLoss(error)) return undefined;
    return error instanceof Error ? error.message : String(error);
  }
}
