import { afterAll, describe, expect, test } from 'vitest';
import { DatabaseError, isConnectionLoss } from '../../src/database/database-error.js';
import { openDatabase } from '../../src/database/open-database.js';
import { databaseContract } from './contract.js';
import { realServer } from './real-server.js';

const server = await realServer();

describe.skipIf(!server.available)('a real server', () => {
  if (!server.available) return;
  afterAll(() => server.stop());

  databaseContract('node-postgres', async () => openDatabase(await server.newDatabase()));

  test('a session that the server ended is a lost connection, for this statement and all later ones', async () => {
    const target = await server.newDatabase();
    const [database, other] = [await openDatabase(target), await openDatabase(target)];
    const sleeping = database.query('SELECT pg_sleep(10)').catch((error: unknown) => error);
    await other.query('SELECT pg_terminate_backend($1::int)', [String(database.backendPid)]);
    const error = await sleeping;
    expect(error).toBeInstanceOf(DatabaseError);
    expect(isConnectionLoss(error)).toBe(true);
    expect(isConnectionLoss(await database.query('SELECT 1').catch((reason: unknown) => reason))).toBe(true);
    await Promise.all([database.close(), other.close()]);
  });

  test('a database that is not there is said with the place and without the password', async () => {
    const target = { ...(await server.newDatabase()), database: 'nowhere', password: 'sesame' };
    const error: unknown = await openDatabase(target).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 'connection-failed',
      message: expect.stringContaining('"nowhere" does not exist'),
    });
    expect(String(error)).not.toContain('sesame');
  });
});

test('a port that nobody listens on is said', async () => {
  const target = {
    adapter: 'node-postgres',
    host: '127.0.0.1',
    port: 1,
    user: 'ann',
    password: 'sesame',
    sslMode: 'prefer',
    applicationName: 'pgairlock',
    connectTimeoutSeconds: 5,
  } as const;
  const error: unknown = await openDatabase(target).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'connection-failed' });
  expect(String(error)).toContain('Cannot connect to ann@127.0.0.1:1/ann');
  expect(String(error)).not.toContain('sesame');
});
