import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Migration } from '../../src/core/migration.js';
import type { ServerTarget } from '../../src/database/connection-target.js';
import type { Database } from '../../src/database/database.js';
import { openDatabase } from '../../src/database/open-database.js';
import { createDatabase, ownCluster } from '../database/real-server.js';
import { history } from '../runner/execute/session.js';
import { migration } from '../runner/migrations.js';
import { type Cut, type Line, startProxy } from './proxy.js';
import { runUp, summary } from './run-up.js';

const cluster = await ownCluster();

interface Pair {
  readonly atomic: Migration;
  readonly journalled: Migration;
}

/** Two files on a table of their own, in which everything is seen that is done twice. */
const pair = (number: number): Pair => ({
  atomic: migration(
    `${number}1_ledger`,
    `CREATE TABLE ledger_${number} (entry text);
     INSERT INTO ledger_${number} VALUES (1);
     INSERT INTO ledger_${number} VALUES (2);`,
  ),
  journalled: migration(
    `${number}2_index`,
    `INSERT INTO ledger_${number} VALUES (3);
     CREATE INDEX CONCURRENTLY ledger_${number}_gone ON ledger_${number} (entry);
     CREATE INDEX CONCURRENTLY ON ledger_${number} (entry, entry);
     DROP INDEX CONCURRENTLY ledger_${number}_gone;
     INSERT INTO ledger_${number} VALUES (4);`,
  ),
});

describe.skipIf('reason' in cluster)('a connection that is cut', () => {
  if ('reason' in cluster) return;
  let target: ServerTarget;
  let line: Line;
  let observer: Database;
  beforeAll(async () => {
    target = await createDatabase(cluster.target);
    line = await startProxy(target);
    observer = await openDatabase(target);
  });
  afterAll(async () => {
    await observer.close();
    await line.close();
    await cluster.stop();
  });

  const entries = async (table: string): Promise<string> => {
    const [there] = await observer.query('SELECT to_regclass($1) AS it', [table]);
    if (there?.it === null) return '';
    const [row] = await observer.query(`SELECT string_agg(entry, ' ' ORDER BY entry) AS all FROM ${table}`);
    return row?.all ?? '';
  };
  const indexes = (table: string): Promise<unknown> =>
    observer.query(
      'SELECT indexrelid::regclass AS name, indisvalid AS valid FROM pg_index WHERE indrelid = $1::regclass',
      [table],
    );
  const isApplied = async ({ id }: Migration): Promise<boolean> => (await history(observer)).includes(`${id} applied`);

  const options = { options: { allowMissing: true } };
  const direct = async (migrations: readonly Migration[]): Promise<readonly string[]> =>
    summary(await runUp(target, migrations, options));
  const cutOff = async (migrations: readonly Migration[], cut: Cut | undefined): Promise<readonly string[]> => {
    line.cutAt(cut);
    const told = await runUp(line.target, migrations, options).then(summary, () => ['connection lost']);
    await ended();
    return told;
  };
  const cuts = (to: number, deliveries: readonly boolean[]): readonly Cut[] =>
    deliveries.flatMap((delivered) => Array.from({ length: to }, (_, index) => ({ message: index + 1, delivered })));
  let number = 0;
  const nextPair = (): Pair & { readonly table: string } => {
    number += 1;
    return { ...pair(number), table: `ledger_${number}` };
  };

  test('at any message of the first run, which installs the history: the next up installs it and does all', async () => {
    const first = async (cut: Cut | undefined): Promise<readonly string[]> => {
      await observer.execute('DROP SCHEMA IF EXISTS _migrations CASCADE');
      const { atomic, table } = nextPair();
      const told = await cutOff([atomic], cut);
      const [there] = await observer.query("SELECT to_regclass('_migrations.migration_history') AS it");
      const applied = there?.it !== null && (await isApplied(atomic));
      const place = `message ${cut?.message}, ${cut?.delivered ? 'delivered' : 'lost'}: ${told.join()}`;
      expect(await entries(table), place).toBe(applied ? '1 2' : '');
      expect(await direct([atomic]), place).toEqual(applied ? [] : [`${atomic.id} done`]);
      expect(await entries(table), place).toBe('1 2');
      return told;
    };
    await first(undefined);
    const length = line.messages();
    expect(length).toBeGreaterThan(60);
    // To the server, a message that is lost is the end after the one before it.
    for (const cut of cuts(length, [true])) await first(cut);
  }, 120_000);

  test('at any message of a file in one transaction: all of it or nothing, and the next up does the rest', async () => {
    // The history is there.
    await direct([nextPair().atomic]);
    await cutOff([nextPair().atomic], undefined);
    const length = line.messages();
    expect(length).toBeGreaterThan(20);
    const seen = new Set<string>();
    for (const cut of cuts(length, [false, true])) {
      const { atomic, table } = nextPair();
      const told = await cutOff([atomic], cut);
      const place = `message ${cut.message}, ${cut.delivered ? 'delivered' : 'lost'}: ${told.join()}`;
      const applied = await isApplied(atomic);
      expect(await entries(table), place).toBe(applied ? '1 2' : '');
      // What it told its caller is true.
      expect(told, place).not.toEqual([`${atomic.id} ${applied ? 'failed' : 'done'}`]);
      expect(await direct([atomic]), place).toEqual(applied ? [] : [`${atomic.id} done`]);
      expect(await entries(table), place).toBe('1 2');
      seen.add(`${told.join().replace(atomic.id, 'it')}, ${applied ? 'applied' : 'not applied'}`);
    }
    expect([...seen].toSorted()).toEqual([
      'connection lost, not applied',
      'it done, applied',
      'it failed, not applied',
    ]);
  }, 120_000);

  test('at any message of a file that is journalled: the next up goes on there, and nothing is done twice', async () => {
    const sample = nextPair();
    await direct([sample.atomic]);
    await cutOff([sample.atomic, sample.journalled], undefined);
    const length = line.messages();
    expect(length).toBeGreaterThan(50);
    // To the server, a message that is lost is the end after the one before it.
    for (const cut of cuts(length, [true])) {
      const { atomic, journalled, table } = nextPair();
      await direct([atomic]);
      const told = await cutOff([atomic, journalled], cut);
      const place = `message ${cut.message}, ${cut.delivered ? 'delivered' : 'lost'}: ${told.join()}`;
      const applied = await isApplied(journalled);
      expect(await direct([atomic, journalled]), place).toEqual(applied ? [] : [`${journalled.id} done`]);
      expect(await isApplied(journalled), place).toBe(true);
      expect(await entries(table), place).toBe('1 2 3 4');
      expect(await indexes(table), place).toEqual([{ name: `${table}_entry_entry1_idx`, valid: 't' }]);
    }
  }, 120_000);

  /** The sessions that lost their client have noticed. */
  async function ended(): Promise<void> {
    for (let left = 200; left > 0; left -= 1) {
      const others = await observer.query(
        'SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      );
      if (others.length === 0) return;
      await new Promise((done) => setTimeout(done, 10));
    }
    throw new Error('a session that lost its client goes on');
  }
});
