import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ServerTarget } from '../../src/database/connection-target.js';
import type { Database } from '../../src/database/database.js';
import { openDatabase } from '../../src/database/open-database.js';
import { createDatabase, ownCluster } from '../database/real-server.js';
import { history } from '../runner/execute/session.js';
import { buildRunner, type RunnerProcess, type RunnerProgram } from './start-runner.js';

const cluster = await ownCluster();

describe.skipIf('reason' in cluster)('programs that apply migrations', () => {
  if ('reason' in cluster) return;
  let program: RunnerProgram;
  let target: ServerTarget;
  let observer: Database;
  beforeAll(async () => {
    program = await buildRunner();
  });
  beforeEach(async () => {
    target = await createDatabase(cluster.target);
    observer = await openDatabase(target);
    await observer.execute('CREATE TABLE ledger (entry int)');
    return () => observer.close();
  });
  afterAll(async () => {
    program.remove();
    await cluster.stop();
  });

  const entries = async (): Promise<string | null | undefined> =>
    (await observer.query("SELECT string_agg(entry::text, ' ' ORDER BY entry) AS all FROM ledger"))[0]?.all;
  const until = async (what: string, condition: string): Promise<void> => {
    for (let left = 1000; left > 0; left -= 1) {
      const [row] = await observer.query(`SELECT (${condition}) AS yes`);
      if (row?.yes === 't') return;
      await sleep(20);
    }
    throw new Error(`never: ${what}`);
  };
  /** The runner's statement waits for a lock that we hold. */
  const untilItWaits = (): Promise<void> =>
    until(
      'a runner that waits',
      `EXISTS (SELECT FROM pg_stat_activity WHERE application_name LIKE 'runner %' AND wait_event_type = 'Lock'
               AND datname = current_database())`,
    );
  const untilGone = (): Promise<void> =>
    until(
      'the end of its session',
      `NOT EXISTS (SELECT FROM pg_stat_activity WHERE application_name LIKE 'runner %' AND datname = current_database())`,
    );
  /** A statement that cannot go on before `open`: the place at which a runner is killed. */
  const gate = (key: number): string => `SELECT pg_advisory_xact_lock(${key})`;
  const close = (key: number): Promise<unknown> => observer.query(`SELECT pg_advisory_lock(${key})`);
  const open = (key: number): Promise<unknown> => observer.query(`SELECT pg_advisory_unlock(${key})`);
  const noTimeout = 'SET lock_timeout = 0';

  test('ten at once: every file is applied once, and nobody fails', async () => {
    const files = {
      '0001_first': 'INSERT INTO ledger VALUES (1); SELECT pg_sleep(0.3);',
      '0002_index': 'CREATE INDEX CONCURRENTLY ledger_entry ON ledger (entry); INSERT INTO ledger VALUES (2);',
      '0003_third': 'INSERT INTO ledger VALUES (3);',
    };
    const runners = Array.from({ length: 10 }, () => program.start(target, files, 60_000));
    const outcomes = await Promise.all(runners.map(({ ended }) => ended));
    expect(outcomes.filter((outcome) => outcome?.length !== 0)).toEqual([
      ['0001_first done', '0002_index done', '0003_third done'],
    ]);
    expect(await entries()).toBe('1 2 3');
    expect(await history(observer)).toEqual(['0001_first applied', '0002_index applied', '0003_third applied']);
  }, 90_000);

  test('one that does not want to wait says who is at work', async () => {
    await close(1);
    const files = { '0001_slow': `${noTimeout}; ${gate(1)};` };
    const first = program.start(target, files);
    await untilItWaits();
    const second = await program.start(target, files, 100).ended;
    expect(second).toEqual([
      expect.stringMatching(`^busy: process \\d+ \\(runner ${first.pid}, user postgres, active,`),
    ]);
    await open(1);
    expect(await first.ended).toEqual(['0001_slow done']);
  });

  describe.each([
    ['in one transaction', '', ['', '', '']],
    ['journalled', 'VACUUM ledger;', ['', '1', '1 2']],
  ])('a file %s, whose runner is killed', (_, statement, left) => {
    const files = {
      '0001_file': `${statement} ${noTimeout}; ${gate(1)}; INSERT INTO ledger VALUES (1); ${gate(2)};
        INSERT INTO ledger VALUES (2); ${gate(3)};`,
    };
    test.each([
      ['before its first statement', 1],
      ['between two statements', 2],
      ['after its last statement', 3],
    ])('%s', async (__, key) => {
      await close(key);
      const runner = program.start(target, files);
      await untilItWaits();
      await runner.kill();
      await open(key);
      await untilGone();
      expect((await entries()) ?? '').toBe(left[key - 1]);
      expect(await program.start(target, files).ended).toEqual(['0001_file done']);
      expect(await entries()).toBe('1 2');
      expect(await history(observer)).toEqual(['0001_file applied']);
    });
  });

  test('one that is killed while it builds an index: the server builds on, and the next one neither disturbs nor repeats it', async () => {
    const files = { '0001_index': `${noTimeout}; CREATE INDEX CONCURRENTLY ON ledger (entry);` };
    const writer = await openDatabase(target);
    await writer.execute('BEGIN');
    await writer.execute('INSERT INTO ledger VALUES (1)');
    const first: RunnerProcess = program.start(target, files);
    await untilItWaits();
    await first.kill();
    const second = program.start(target, files, 60_000);
    await sleep(300);
    await writer.execute('COMMIT');
    await writer.close();
    expect(await second.ended).toEqual(['0001_index done']);
    await expect(
      observer.query(
        "SELECT indexrelid::regclass AS name, indisvalid AS valid FROM pg_index WHERE indrelid = 'ledger'::regclass",
      ),
    ).resolves.toEqual([{ name: 'ledger_entry_idx', valid: 't' }]);
  });

  test('one that is killed in a procedure that commits: nobody guesses, and a person says how it ended', async () => {
    await observer.execute(
      `CREATE PROCEDURE fill() LANGUAGE plpgsql AS $$ BEGIN INSERT INTO ledger VALUES (1); COMMIT; PERFORM pg_advisory_xact_lock(1); END $$`,
    );
    const files = { '0001_fill': `VACUUM ledger; ${noTimeout}; CALL fill(); INSERT INTO ledger VALUES (2);` };
    await close(1);
    const runner = program.start(target, files);
    await untilItWaits();
    await runner.kill();
    await open(1);
    await untilGone();
    expect(await program.start(target, files).ended).toEqual([
      '0001_fill broke off in statement 3, on line 1, which may be done, or done in part. Look, and tell repair whether it is done.',
    ]);
    expect(await entries()).toBe('1');
  });
});
