import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ServerTarget } from '../../src/database/connection-target.js';
import type { Database } from '../../src/database/database.js';
import { openDatabase } from '../../src/database/open-database.js';
import { detectPooling } from '../../src/runner/lock/pooling.js';
import { acquireLock, type LockOutcome, type MigrationLock } from '../../src/runner/lock.js';
import { createDatabase, ownCluster } from '../database/real-server.js';
import { empty } from '../runner/embedded.js';
import { history } from '../runner/execute/session.js';
import { migration } from '../runner/migrations.js';
import { type PgBouncer, startPgBouncer } from './pgbouncer.js';
import { clock, runUp, schema, summary } from './run-up.js';

const cluster = await ownCluster();
const database = 'reason' in cluster ? undefined : await createDatabase(cluster.target);
const bouncer =
  'reason' in cluster || database === undefined ? undefined : await startPgBouncer(cluster, database, 'transaction');

afterAll(async () => {
  await bouncer?.stop();
  if (!('reason' in cluster)) await cluster.stop();
});

describe.skipIf(bouncer === undefined)('behind PgBouncer in transaction mode', () => {
  if (bouncer === undefined || database === undefined || 'reason' in cluster) return;
  const direct: ServerTarget = database;
  const pooled: ServerTarget = bouncer.target;
  let observer: Database;
  beforeAll(async () => {
    observer = await openDatabase(direct);
  });
  beforeEach(() => empty(observer));
  afterAll(() => observer.close());

  const opened: Database[] = [];
  const openOn = async (target: ServerTarget): Promise<Database> => {
    const session = await openDatabase(target);
    opened.push(session);
    return session;
  };
  beforeEach(() => async () => {
    for (const session of opened.splice(0)) await session.close();
  });
  const acquire = async (target: ServerTarget, leaseDuration = 30_000, wait = 0): Promise<LockOutcome> =>
    acquireLock(await openOn(target), schema, {
      wait,
      interval: 20,
      clock,
      connect: () => openDatabase(target),
      leaseDuration,
    });
  const acquired = async (target: ServerTarget, leaseDuration?: number): Promise<MigrationLock> => {
    const outcome = await acquire(target, leaseDuration);
    if (!outcome.acquired) throw new Error('expected the lock');
    return outcome.lock;
  };

  test('it is found, and a direct connection and session mode are told from it', async () => {
    const find = async (target: ServerTarget): Promise<string> =>
      detectPooling(await openOn(target), () => openDatabase(target));
    expect(await find(direct)).toBe('none');
    expect(await find(pooled)).toBe('transaction');
    const session: PgBouncer | undefined = await startPgBouncer(cluster, direct, 'session');
    if (session === undefined) throw new Error('it started before');
    try {
      expect(await find(session.target)).toBe('session');
    } finally {
      await session.stop();
    }
  });

  test('it is found where the pool has one connection only, and without a second session it is assumed', async () => {
    const single = await startPgBouncer(cluster, direct, 'transaction', 1);
    if (single === undefined) throw new Error('it started before');
    try {
      const session = await openOn(single.target);
      expect(await detectPooling(session, () => openDatabase(single.target))).toBe('transaction');
      expect(await detectPooling(session, undefined)).toBe('transaction');
    } finally {
      await single.stop();
    }
  });

  test('an advisory lock would exclude nobody there, and a lease does', async () => {
    const [one, two] = [await openOn(pooled), await openOn(pooled)];
    for (const session of [one, two])
      expect(await session.query('SELECT pg_try_advisory_lock(42) AS got')).toEqual([{ got: 't' }]);
    await one.query('SELECT pg_advisory_unlock_all()');
    const lock = await acquired(pooled);
    expect(lock.kind).toBe('lease');
    expect(await acquire(pooled)).toMatchObject({ acquired: false, holder: { state: 'lease', user: 'postgres' } });
    await lock.release();
    await (await acquired(pooled)).release();
  });

  test('runners with and without a pooler keep each other out', async () => {
    const lease = await acquired(pooled);
    expect(await acquire(direct)).toMatchObject({ acquired: false, holder: { state: 'lease' } });
    await lease.release();
    const session = await acquired(direct);
    expect(session.kind).toBe('session');
    expect(await acquire(pooled)).toMatchObject({ acquired: false, holder: { state: 'idle' } });
    await session.release();
  });

  test('a lease is renewed while its runner lives, and ends when it is gone', async () => {
    const lock = await acquired(pooled, 400);
    await sleep(1000);
    expect((await acquire(direct)).acquired).toBe(false);
    expect(await lock.isHeld()).toBe(true);
    await lock.release();
    const orphan = await acquireLock(await openOn(pooled), schema, {
      wait: 0,
      interval: 20,
      clock,
      leaseDuration: 300,
    });
    expect(orphan.acquired).toBe(true);
    expect((await acquire(pooled, 30_000, 10_000)).acquired).toBe(true);
    if (!orphan.acquired) return;
    expect(await orphan.lock.isHeld()).toBe(false);
    await expect(orphan.lock.guard()).rejects.toMatchObject({ sqlstate: '55000' });
    await expect(orphan.lock.release()).rejects.toMatchObject({ code: 'lock-lost' });
  });

  test('a runner that lost its lease while it worked cannot commit', async () => {
    // As if it had slept for so long that another one took over.
    const files = [
      migration('0001_late', "CREATE TABLE late (); UPDATE _migrations.migration_lease SET token = 'another';"),
    ];
    expect(await runUp(pooled, files)).toMatchObject({
      results: [
        { outcome: 'failed', failure: { message: expect.stringContaining('lock against other runners was lost') } },
      ],
    });
    await expect(observer.query("SELECT to_regclass('late') AS late")).resolves.toEqual([{ late: null }]);
    expect(await history(observer)).toEqual(['0001_late failed']);
  });

  test('files in a transaction are applied, and their settings reach nobody else', async () => {
    const files = [
      migration('0001_books', "SET search_path = ''; SET lock_timeout = 1234; CREATE TABLE public.books (id int);"),
      migration(
        '0002_seen',
        "CREATE TABLE seen AS SELECT current_setting('lock_timeout') AS l, current_setting('search_path') AS s;",
      ),
    ];
    expect(summary(await runUp(pooled, files, { lockTimeout: 777 }))).toEqual(['0001_books done', '0002_seen done']);
    await expect(observer.query('SELECT * FROM seen')).resolves.toEqual([{ l: '777ms', s: '"$user", public' }]);
    const others = await Promise.all(
      Array.from({ length: 5 }, async () =>
        (await openOn(pooled)).query("SELECT current_setting('lock_timeout') AS l, pg_sleep(0.1)"),
      ),
    );
    expect(new Set(others.map(([row]) => row?.l))).toEqual(new Set(['0']));
    await expect(observer.query('SELECT * FROM _migrations.migration_lease')).resolves.toEqual([]);
  });

  test('a file that needs a session is refused before anything is done', async () => {
    const files = [
      migration('0001_books', 'CREATE TABLE books (id int);'),
      migration('0002_index', 'CREATE INDEX CONCURRENTLY ON books (id);'),
    ];
    expect(summary(await runUp(pooled, files))).toEqual([
      'The statement on line 1 of 0002_index cannot run in a transaction, and this connection is pooled by transaction. Connect to the server itself, or to a pooler in session mode.',
    ]);
    expect(await history(observer)).toEqual([]);
    expect(summary(await runUp(direct, files))).toEqual(['0001_books done', '0002_index done']);
  });

  test('ten runners at once apply every file once', async () => {
    const files = [
      migration('0001_ledger', 'CREATE TABLE ledger (entry int); INSERT INTO ledger VALUES (1);'),
      migration('0002_more', 'INSERT INTO ledger VALUES (2);'),
    ];
    const targets = Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? pooled : direct));
    const outcomes = await Promise.all(targets.map((target) => runUp(target, files, { wait: 60_000 }).then(summary)));
    expect(outcomes.filter((lines) => lines.length > 0)).toEqual([['0001_ledger done', '0002_more done']]);
    await expect(observer.query('SELECT entry FROM ledger ORDER BY 1')).resolves.toEqual([
      { entry: '1' },
      { entry: '2' },
    ]);
  }, 90_000);
});
