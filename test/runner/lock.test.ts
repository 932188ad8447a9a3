import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../src/database/database.js';
import { openDatabase } from '../../src/database/open-database.js';
import { historySchema } from '../../src/runner/history/schema-name.js';
import { acquireLock, type LockOutcome } from '../../src/runner/lock.js';
import { realServer } from '../database/real-server.js';
import { embeddedDatabase } from './embedded.js';
import { fakeClock } from './execute/session.js';

const { current } = embeddedDatabase();
const schema = historySchema();
const acquire = (database: Database, clock = fakeClock()): Promise<LockOutcome> =>
  acquireLock(database, schema, { wait: 1000, interval: 300, clock });

async function acquired(database: Database): Promise<Extract<LockOutcome, { acquired: true }>['lock']> {
  const outcome = await acquire(database);
  if (!outcome.acquired) throw new Error('expected the lock');
  return outcome.lock;
}

describe('acquireLock', () => {
  test('takes the lock and gives it back', async () => {
    const lock = await acquired(current());
    expect(await lock.isHeld()).toBe(true);
    await lock.release();
    expect(await lock.isHeld()).toBe(false);
  });

  test('says it where the lock was lost meanwhile', async () => {
    const lock = await acquired(current());
    await current().execute('SELECT pg_advisory_unlock_all()');
    expect(await lock.isHeld()).toBe(false);
    await expect(lock.release()).rejects.toMatchObject({ code: 'lock-lost' });
  });

  test.each([
    ['_migrations', '1370640015662826105'],
    ['deploy', '-2722275026622181104'],
  ])('has for %s the key %s, and finds it again with either sign', async (name, key) => {
    const one = historySchema(name);
    expect(one.lockKey).toBe(key);
    expect(await acquireLock(current(), one, { wait: 0, interval: 1, clock: fakeClock() })).toMatchObject({
      acquired: true,
    });
  });
});

const server = await realServer();

describe.skipIf(!server.available)('two sessions', () => {
  if (!server.available) return;
  let first: Database;
  let second: Database;
  beforeAll(async () => {
    const target = await server.newDatabase();
    first = await openDatabase({ ...target, applicationName: 'deploy 1' });
    second = await openDatabase(target);
  });
  afterAll(async () => {
    await Promise.all([first.close(), second.close()]);
    await server.stop();
  });

  test('the second waits no longer than it is told, and names the holder', async () => {
    const lock = await acquired(first);
    const clock = fakeClock();
    const outcome = await acquire(second, clock);
    expect(outcome).toMatchObject({
      acquired: false,
      holder: { pid: first.backendPid, user: 'postgres', application: 'deploy 1', state: 'idle' },
    });
    expect(clock.slept).toEqual([300, 300, 300, 100]);
    await lock.release();
  });

  test('the second gets it when the first lets go', async () => {
    const lock = await acquired(first);
    const outcome = await acquire(
      second,
      fakeClock(() => lock.release()),
    );
    expect(outcome.acquired).toBe(true);
    if (outcome.acquired) await outcome.lock.release();
  });

  test('a history in another schema has another lock', async () => {
    const lock = await acquired(first);
    const outcome = await acquireLock(second, historySchema('other'), { wait: 0, interval: 1, clock: fakeClock() });
    expect(outcome.acquired).toBe(true);
    await lock.release();
  });
});
