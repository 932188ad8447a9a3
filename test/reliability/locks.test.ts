import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { ServerTarget } from '../../src/database/connection-target.js';
import type { Database } from '../../src/database/database.js';
import { openDatabase } from '../../src/database/open-database.js';
import { createLockWatch } from '../../src/runner/execute/lock-watch.js';
import { createDatabase, ownCluster } from '../database/real-server.js';
import { history, relation } from '../runner/execute/session.js';
import { migration } from '../runner/migrations.js';
import { runUp, summary } from './run-up.js';

const cluster = await ownCluster();

describe.skipIf('reason' in cluster)('locks that do not come', () => {
  if ('reason' in cluster) return;
  let target: ServerTarget;
  let other: Database;
  beforeEach(async () => {
    target = await createDatabase(cluster.target);
    other = await openDatabase({ ...target, applicationName: 'the app' });
    await other.execute('CREATE TABLE books (isbn text)');
    await other.execute("INSERT INTO books VALUES ('1'), ('1')");
    return () => other.close();
  });
  afterAll(() => cluster.stop());

  const indexes = (): Promise<unknown> =>
    other.query(
      "SELECT indexrelid::regclass AS name, indisvalid AS valid FROM pg_index WHERE indrelid = 'books'::regclass",
    );
  const untilIt = async (what: string, condition: string): Promise<void> => {
    for (let left = 500; left > 0; left -= 1) {
      const found = await other.query(
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND ${condition}`,
      );
      if (found.length > 0) return;
      await other.execute('SELECT pg_stat_clear_snapshot()');
      await sleep(10);
    }
    throw new Error(`the runner never ${what}`);
  };
  const wider = migration('0001_wider', 'CREATE TABLE log ();\nALTER TABLE books ADD COLUMN title text;');

  test('it is said who holds it; nothing is left, and the next up applies it', async () => {
    await other.execute('BEGIN');
    await other.execute("UPDATE books SET isbn = '2'");
    const watch = createLockWatch(() => openDatabase(target), 50);
    const outcome = await runUp(target, [wider], { lockTimeout: 400, attempts: 2, watch });
    await watch.close();
    expect(outcome).toMatchObject({
      results: [
        {
          outcome: 'failed',
          attempts: 2,
          failure: { sqlstate: '55P03', line: 2, blockers: [{ pid: other.backendPid, application: 'the app' }] },
        },
      ],
    });
    await other.execute('COMMIT');
    expect(await relation(other, 'log')).toBeNull();
    expect(summary(await runUp(target, [wider]))).toEqual(['0001_wider done']);
  });

  test('those who come after the statement wait no longer than its lock_timeout', async () => {
    await other.execute('BEGIN');
    await other.execute('SELECT * FROM books');
    const reader = await openDatabase(target);
    const running = runUp(target, [wider], { lockTimeout: 500, attempts: 1 });
    await untilIt('waits', "wait_event_type = 'Lock'");
    await reader.query('SELECT * FROM books');
    await reader.close();
    expect(summary(await running)).toEqual(['0001_wider failed']);
    await other.execute('COMMIT');
  });

  test('a deadlock is tried again, and then applied once', async () => {
    await other.execute('CREATE TABLE loans (id int)');
    await other.execute("SET deadlock_timeout = '10s'");
    const both = migration(
      '0001_both',
      "SET deadlock_timeout = '50ms';\nALTER TABLE loans ADD COLUMN a int;\nSELECT pg_sleep(0.5);\nALTER TABLE books ADD COLUMN a int;",
    );
    await other.execute('BEGIN');
    await other.execute('LOCK TABLE books');
    const running = runUp(target, [both], { lockTimeout: 20_000 });
    await untilIt('sleeps', "wait_event = 'PgSleep'");
    await other.execute('LOCK TABLE loans');
    await other.execute('COMMIT');
    expect(await running).toMatchObject({ results: [{ outcome: 'done', attempts: 2 }] });
    await expect(other.query('SELECT a FROM books LIMIT 1')).resolves.toEqual([{ a: null }]);
  });

  const unique = migration('0001_unique', 'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS books_isbn ON books (isbn);');

  test('an index whose concurrent build fails is dropped, and never taken for the index afterwards', async () => {
    expect(await runUp(target, [unique])).toMatchObject({
      results: [{ outcome: 'failed', recorded: true, failure: { sqlstate: '23505' } }],
    });
    expect(await indexes()).toEqual([]);
    // Nothing of it was done, so that it begins again; it fails again as long as the rows are there.
    expect(summary(await runUp(target, [unique]))).toEqual(['0001_unique failed']);
    await other.execute('TRUNCATE books');
    expect(summary(await runUp(target, [unique]))).toEqual(['0001_unique done']);
    expect(await indexes()).toEqual([{ name: 'books_isbn', valid: 't' }]);
  });

  test('an invalid index that another program left is replaced', async () => {
    await other.execute('CREATE UNIQUE INDEX CONCURRENTLY books_isbn ON books (isbn)').catch(() => {});
    expect(await indexes()).toEqual([{ name: 'books_isbn', valid: 'f' }]);
    await other.execute('TRUNCATE books');
    expect(summary(await runUp(target, [unique]))).toEqual(['0001_unique done']);
    expect(await indexes()).toEqual([{ name: 'books_isbn', valid: 't' }]);
  });

  test('a file that was edited after it was applied is refused, and nothing else is applied', async () => {
    await runUp(target, [wider]);
    const edited = migration('0001_wider', 'ALTER TABLE books ADD COLUMN author text;');
    expect(summary(await runUp(target, [edited, migration('0002_more', 'CREATE TABLE more ();')]))).toEqual([
      '0001_wider was changed after it was applied. Put its text back, and write the change as a new migration.',
    ]);
    expect(await relation(other, 'more')).toBeNull();
    expect(summary(await runUp(target, [wider, migration('0002_more', 'CREATE TABLE more ();')]))).toEqual([
      '0002_more done',
    ]);
  });

  test('a file that is gone after it was applied is refused, unless it was moved away on purpose', async () => {
    await runUp(target, [wider]);
    const more = migration('0002_more', 'CREATE TABLE more ();');
    expect(summary(await runUp(target, [more]))).toEqual([
      '0001_wider is applied, and its file is gone. Put it back, or say that it was moved away on purpose (--allow-missing).',
    ]);
    expect(await relation(other, 'more')).toBeNull();
    expect(summary(await runUp(target, [more], { options: { allowMissing: ['0001_wider'] } }))).toEqual([
      '0002_more done',
    ]);
    expect(await history(other)).toEqual(['0001_wider applied', '0002_more applied']);
  });
});
