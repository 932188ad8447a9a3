import { afterAll, beforeAll } from 'vitest';
import type { ServerTarget } from '../../src/database/connection-target.js';
import type { Database } from '../../src/database/database.js';
import { openDatabase } from '../../src/database/open-database.js';
import { realServer } from './real-server.js';

/** A database of a server, and a session in it that looks on while others use the server. */
export interface Watched {
  readonly target: ServerTarget;
  readonly watch: Database;
}

/** A server for a test file. The database is there from `beforeAll` on. */
export async function watchedServer(): Promise<{ readonly available: boolean; readonly current: () => Watched }> {
  const server = await realServer();
  let watched: Watched | undefined;
  beforeAll(async () => {
    if (!server.available) return;
    const target = await server.newDatabase();
    watched = { target, watch: await openDatabase(target) };
  });
  afterAll(async () => {
    await watched?.watch.close();
    if (server.available) await server.stop();
  });
  return {
    available: server.available,
    current() {
      if (watched === undefined) throw new Error('There is no server.');
      return watched;
    },
  };
}
