import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { ServerTarget } from '../../src/database/connection-target.js';
import type { Database } from '../../src/database/database.js';
import { openDatabase } from '../../src/database/open-database.js';
import { createDatabase, ownCluster } from '../database/real-server.js';
import { history } from '../runner/execute/session.js';
import { migration } from '../runner/migrations.js';
import { runUp, summary, type UpOutcome } from './run-up.js';

const cluster = await ownCluster();

describe.skipIf('reason' in cluster)('a server that crashes', () => {
  if ('reason' in cluster) return;
  let target: ServerTarget;
  beforeEach(async () => {
    target = await createDatabase(cluster.target);
  });
  afterAll(() => cluster.stop());

  const on = async <T>(work: (database: Database) => Promise<T>): Promise<T> => {
    const database = await openDatabase(target);
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  };
  const entries = (): Promise<string | null | undefined> =>
    on(async (database) => {
      const [there] = await database.query("SELECT to_regclass('ledger') AS ledger");
      if (there?.ledger === null) return undefined;
      const [row] = await database.query("SELECT string_agg(entry::text, ' ' ORDER BY entry) AS all FROM ledger");
      return row?.all;
    });

  /** Crashes the server in the statement that sleeps, and starts it again. */
  const crashDuring = async (sql: string): Promise<UpOutcome | undefined> => {
    const running = runUp(target, [migration('0001_file', sql)]).catch(() => undefined);
    await on(async (observer) => {
      for (;;) {
        const found = await observer.query("SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'");
        if (found.length > 0) return;
      }
    });
    await cluster.crash();
    const outcome = await running;
    await cluster.start();
    return outcome;
  };

  test('in a file in one transaction: nothing is left, and the next up applies it', async () => {
    const sql = (seconds: number): string =>
      `CREATE TABLE ledger (entry int); INSERT INTO ledger VALUES (1); SELECT pg_sleep(${seconds});`;
    const outcome = await crashDuring(sql(20));
    expect(outcome).toMatchObject({ results: [{ outcome: 'failed', recorded: false }] });
    expect(await entries()).toBeUndefined();
    expect(summary(await runUp(target, [migration('0001_file', sql(0))]))).toEqual(['0001_file done']);
    expect(await entries()).toBe('1');
  });

  test('in a file that is journalled: the next up goes on where it was', async () => {
    const sql = `CREATE TABLE ledger (entry int);
      VACUUM ledger;
      INSERT INTO ledger VALUES (1);
      SELECT pg_sleep(CASE WHEN EXISTS (SELECT FROM pg_class WHERE relname = 'awake') THEN 0 ELSE 20 END);
      INSERT INTO ledger VALUES (2);`;
    const outcome = await crashDuring(sql);
    expect(outcome).toMatchObject({ results: [{ outcome: 'failed', mode: 'journalled', recorded: false }] });
    expect(await entries()).toBe('1');
    await on((database) => database.execute('CREATE TABLE awake ()'));
    expect(summary(await runUp(target, [migration('0001_file', sql)]))).toEqual(['0001_file done']);
    expect(await entries()).toBe('1 2');
    expect(await on(history)).toEqual(['0001_file applied']);
  });
});
