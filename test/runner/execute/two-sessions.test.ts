import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { ServerTarget } from '../../../src/database/connection-target.js';
import type { Database } from '../../../src/database/database.js';
import { openDatabase } from '../../../src/database/open-database.js';
import type { ExecuteEvent } from '../../../src/runner/execute/execute-event.js';
import { createLockWatch } from '../../../src/runner/execute/lock-watch.js';
import { realServer } from '../../database/real-server.js';
import { migration } from '../migrations.js';
import { errors, fakeClock, history, outcomes, relation, up } from './session.js';

const server = await realServer();
const books = migration('0001_books', "CREATE TABLE books (isbn text); INSERT INTO books VALUES ('1');");
const wider = migration('0002_wider', 'CREATE TABLE log ();\nALTER TABLE books ADD COLUMN title text;');
const index = migration('0002_index', 'CREATE INDEX CONCURRENTLY books_isbn ON books (isbn);');

describe.skipIf(!server.available)('on a real server', () => {
  if (!server.available) return;
  let target: ServerTarget;
  let first: Database;
  let second: Database;
  beforeEach(async () => {
    target = await server.newDatabase();
    [first, second] = [await openDatabase(target), await openDatabase(target)];
    await up(first, [books]);
    return async () => {
      await Promise.all([first.close(), second.close()]);
    };
  });
  afterAll(() => server.stop());

  const hold = async (): Promise<void> => {
    await second.execute('BEGIN');
    await second.execute('LOCK TABLE books IN ACCESS SHARE MODE');
    await second.execute("UPDATE books SET isbn = '2'");
  };
  const letGo = (): Promise<void> => second.execute('ROLLBACK');

  test('a lock that does not come is tried again, with longer pauses, and then applied once', async () => {
    await hold();
    const clock = fakeClock(async () => {
      if (clock.slept.length === 2) await letGo();
    });
    const [result] = await up(first, [books, wider], { lockTimeout: 50, clock });
    expect(result).toMatchObject({ outcome: 'done', attempts: 3 });
    expect(clock.slept).toEqual([500, 1000]);
    expect(await history(first)).toEqual(['0001_books applied', '0002_wider applied']);
  });

  test('a lock that never comes is given up, and nothing is left', async () => {
    await hold();
    const [result] = await up(first, [books, wider], { lockTimeout: 50, attempts: 2 });
    expect(result).toMatchObject({ outcome: 'failed', attempts: 2, failure: { sqlstate: '55P03', statementIndex: 1 } });
    expect(await relation(first, 'log')).toBeNull();
    expect(await errors(first)).toMatchObject([{ migration_name: '0002_wider', sqlstate: '55P03' }]);
    await letGo();
  });

  test('a lock that never comes is blamed on the session that holds it', async () => {
    await hold();
    const events: ExecuteEvent[] = [];
    const watch = createLockWatch(() => openDatabase(target), 50);
    const options = { lockTimeout: 400, attempts: 2, watch, onEvent: (event: ExecuteEvent) => events.push(event) };
    const [result] = await up(first, [books, wider], options);
    await watch.close();
    const blocker = {
      pid: second.backendPid,
      user: 'postgres',
      application: 'pgairlock',
      state: 'idle in transaction',
    };
    expect(result).toMatchObject({ outcome: 'failed', failure: { sqlstate: '55P03', blockers: [blocker] } });
    expect(events.map(({ kind }) => kind)).toEqual(['step-started', 'statement-done', 'retry', 'statement-done']);
    expect(events[2]).toMatchObject({ attempt: 2, of: 2, pauseMs: 500, blockers: [blocker] });
    await letGo();
  });

  test('a watch that finds no second session hinders nobody', async () => {
    await hold();
    const watch = createLockWatch(() => Promise.reject(new Error('too many connections')), 20);
    const [result] = await up(first, [books, wider], { lockTimeout: 100, attempts: 1, watch });
    await watch.close();
    expect(result).toMatchObject({ outcome: 'failed', failure: { sqlstate: '55P03', blockers: [] } });
    await letGo();
  });

  test.each([
    ['with a name', index],
    ['whose name the server picks', migration('0002_index', 'CREATE INDEX CONCURRENTLY ON books (isbn);')],
  ])('an index %s that could not be built for a lock is cleaned up and built again', async (_, building) => {
    await hold();
    const clock = fakeClock(letGo);
    const [result] = await up(first, [books, building], { lockTimeout: 50, clock });
    expect(result).toMatchObject({ outcome: 'done', attempts: 2 });
    await expect(
      first.query("SELECT indisvalid AS valid FROM pg_index WHERE indrelid = 'books'::regclass"),
    ).resolves.toEqual([{ valid: 't' }]);
  });

  test('a connection that breaks in the middle leaves nothing, and the later steps undone', async () => {
    const suicide = migration('0002_gone', 'CREATE TABLE half ();\nSELECT pg_terminate_backend(pg_backend_pid());');
    const results = await up(first, [books, suicide, migration('0003_later', 'CREATE TABLE later ();')]);
    expect(outcomes(results)).toEqual(['0002_gone failed', '0003_later skipped']);
    expect(results[0]).toMatchObject({ recorded: false, failure: { statementIndex: 1 } });
    expect(await relation(second, 'half')).toBeNull();
    expect(await history(second)).toEqual(['0001_books applied']);
  });

  /** A session whose COMMIT is sent or not, and whose answer is lost in any case. */
  const losing = (sent: boolean): Database => ({
    ...first,
    execute: async (statement) => {
      if (statement !== 'COMMIT') return first.execute(statement);
      if (sent) await first.execute(statement);
      await second.query('SELECT pg_terminate_backend($1::int)', [String(first.backendPid)]);
      return first.execute('SELECT pg_sleep(5)');
    },
  });
  const reconnect = (): Promise<Database> => openDatabase(target);

  test('a COMMIT whose answer was lost is done where the history says so', async () => {
    const results = await up(losing(true), [books, wider, migration('0003_later', 'SELECT 1;')], { reconnect });
    expect(outcomes(results)).toEqual(['0002_wider done', '0003_later skipped']);
    expect(await relation(second, 'log')).toBe('log');
  });

  test('a COMMIT that never arrived has failed', async () => {
    expect(outcomes(await up(losing(false), [books, wider], { reconnect }))).toEqual(['0002_wider failed']);
    expect(await relation(second, 'log')).toBeNull();
  });

  test('without a way to ask, nobody knows', async () => {
    expect(outcomes(await up(losing(true), [books, wider]))).toEqual(['0002_wider unknown']);
  });
});
