import type { Database } from '../../database/database.js';
import { defaults, type ExecuteOptions } from './execute-options.js';

/** As the session was when it was opened: what a file set must not reach the next file, nor the history. */
export const resetSession = (database: Database): Promise<void> => database.executeAll(asItWasOpened);

// Connections may begin with a role, which the statement before has put aside.
export const asItWasOpened = ['RESET SESSION AUTHORIZATION', 'RESET ROLE', 'RESET ALL'] as const;

/** A fresh session, with the runner's timeouts. A file may set others. */
export async function prepareSession(database: Database, options: ExecuteOptions): Promise<void> {
  // Where it is pooled by transaction, the next one may be in another session.
  if (!isPooled(options)) await prepare(database, 'SET', options);
}

/** Begins a transaction with those settings. */
export async function beginTransaction(database: Database, options: ExecuteOptions): Promise<void> {
  await database.execute('BEGIN');
  if (isPooled(options)) await prepare(database, 'SET LOCAL', options);
}

export const isPooled = ({ lock }: ExecuteOptions): boolean => lock?.pooling === 'transaction';

async function prepare(
  database: Database,
  set: 'SET' | 'SET LOCAL',
  { lockTimeout = defaults.lockTimeout, statementTimeout }: ExecuteOptions,
): Promise<void> {
  await database.executeAll([
    ...asItWasOpened,
    `${set} lock_timeout = ${Math.round(lockTimeout)}`,
    ...(statementTimeout === undefined ? [] : [`${set} statement_timeout = ${Math.round(statementTimeout)}`]),
  ]);
}

/** Runs one statement with no limit on its time. In a transaction the limit comes back when it succeeds, else it is gone anyway. */
export async function withoutStatementTimeout(database: Database, work: () => Promise<void>): Promise<void> {
  const [before] = await database.query("SELECT pg_catalog.current_setting('statement_timeout') AS value");
  const set = (value: string): Promise<unknown> =>
    database.query("SELECT pg_catalog.set_config('statement_timeout', $1, false)", [value]);
  await set('0');
  try {
    await work();
  } finally {
    if ((await database.transactionStatus()) !== 'failed') await set(before?.value ?? '0');
  }
}
