import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import type { Database } from '../../src/database/database.js';
import { openDatabase } from '../../src/database/open-database.js';
import { type RealServer, realServer } from './real-server.js';

/**
 * Describes tests on an embedded database and on a server, each in a transaction that is taken back. Without a server its
 * half is skipped.
 * @param prepare run once for each of the two
 */
export function inTransactions(
  title: string,
  tests: (current: () => Database) => void,
  prepare: readonly string[] = [],
): void {
  let server: RealServer;
  beforeAll(async () => {
    server = await realServer();
  });
  afterAll(async () => {
    if (server.available) await server.stop();
  });
  const adapters = [
    ['PGlite', async () => openDatabase({ adapter: 'pglite' })],
    ['a server', async () => (server.available ? openDatabase(await server.newDatabase()) : undefined)],
  ] as const;

  describe.each(adapters)(`${title} %s`, (_, open) => {
    let database: Database | undefined;
    beforeAll(async () => {
      database = await open();
      for (const statement of prepare) await database?.execute(statement);
    });
    afterAll(() => database?.close());
    beforeEach(async (context) => {
      if (database === undefined) return context.skip();
      await database.execute('BEGIN');
      return async () => database?.execute('ROLLBACK');
    });

    tests(() => {
      if (database === undefined) throw new Error('There is no server.');
      return database;
    });
  });
}
