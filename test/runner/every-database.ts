import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import type { Database } from '../../src/database/database.js';
import { openDatabase } from '../../src/database/open-database.js';
import { realServer } from '../database/real-server.js';
import { embeddedDatabase, empty } from './embedded.js';

const server = await realServer();

/** Runs the tests on PGlite, and on a real server where there is one; each begins with an empty database. */
export function onEveryDatabase(tests: (current: () => Database) => void): void {
  describe('on PGlite', () => tests(embeddedDatabase().current));
  describe.skipIf(!server.available)('on a real server', () => {
    if (!server.available) return;
    let database: Database;
    beforeAll(async () => {
      database = await openDatabase(await server.newDatabase());
    });
    beforeEach(() => empty(database));
    afterAll(async () => {
      await database.close();
      await server.stop();
    });
    tests(() => database);
  });
}
