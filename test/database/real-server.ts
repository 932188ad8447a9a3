import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectionSettings } from '../../src/database/connection-settings.js';
import type { ServerTarget } from '../../src/database/connection-target.js';
import type { Database } from '../../src/database/database.js';
import { openDatabase } from '../../src/database/open-database.js';

/** A server for tests, or why there is none. */
export type RealServer =
  | { readonly available: true; newDatabase(): Promise<ServerTarget>; stop(): Promise<void> }
  | { readonly available: false; readonly reason: string };

/** The server of DATABASE_URL_TEST, else a fresh cluster of the newest Debian PostgreSQL, on a Unix socket only. */
export async function realServer(): Promise<RealServer> {
  const url = process.env.DATABASE_URL_TEST;
  if (url !== undefined) return onTarget(serverTarget(url), async () => {});
  const bin = newestBin();
  if (bin === undefined) return missing('neither DATABASE_URL_TEST nor /usr/lib/postgresql/*/bin is there');
  const user = unprivilegedUser();
  if (user === undefined) return missing('PostgreSQL does not run as root, and there is no user postgres');
  return startCluster(bin, user);
}

function missing(reason: string): RealServer {
  console.warn(`Tests on a real PostgreSQL are skipped: ${reason}.`);
  return { available: false, reason };
}

function newestBin(): string | undefined {
  const found = versionsIn('/usr/lib/postgresql').toSorted((a, b) => Number(b) - Number(a));
  return found.map((version) => `/usr/lib/postgresql/${version}/bin`).find((bin) => existsSync(join(bin, 'initdb')));
}

const versionsIn = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder) : []);

interface User {
  readonly uid?: number;
  readonly gid?: number;
}

function unprivilegedUser(): User | undefined {
  if (process.getuid?.() !== 0) return {};
  try {
    const id = (flag: string): number =>
      Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: 'pipe' }));
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}

async function startCluster(bin: string, user: User): Promise<RealServer> {
  const folder = mkdtempSync(join(tmpdir(), 'pgairlock-'));
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const initdb = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  execFileSync(join(bin, 'initdb'), initdb, { ...user, cwd: folder, stdio: 'pipe' });
  const settings = ['listen_addresses=', `unix_socket_directories=${folder}`, 'fsync=off', 'max_connections=20'];
  const flags = settings.flatMap((setting) => ['-c', setting]);
  const server = spawn(join(bin, 'postgres'), ['-D', data, ...flags], { ...user, cwd: folder, stdio: 'ignore' });
  const stop = async (): Promise<void> => {
    await ended(server);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const target = serverTarget(`postgres:///postgres?user=postgres&host=${encodeURIComponent(folder)}`);
    await untilReady(target);
    return onTarget(target, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

function ended(server: ChildProcess): Promise<void> {
  return new Promise((done) => {
    server.once('exit', () => done());
    // Fast shutdown: open sessions are ended.
    server.kill('SIGINT');
  });
}

async function untilReady(target: ServerTarget, attempts = 100): Promise<void> {
  for (let left = attempts; left > 0; left -= 1) {
    const database = await openDatabase(target).catch(() => undefined);
    if (database) return database.close();
    await sleep(100);
  }
  throw new Error('The server for tests did not start within ten seconds.');
}

function serverTarget(url: string): ServerTarget {
  const target = connectionSettings(url, {});
  if (target.adapter !== 'node-postgres') throw new Error('DATABASE_URL_TEST is not the URL of a server.');
  return target;
}

function onTarget(target: ServerTarget, stop: () => Promise<void>): RealServer {
  let count = 0;
  const newDatabase = async (): Promise<ServerTarget> => {
    count += 1;
    const database = `pgairlock_test_${process.pid}_${count}_${Date.now()}`;
    await withDatabase(target, (admin) => admin.execute(`CREATE DATABASE ${database}`));
    return { ...target, database };
  };
  return { available: true, newDatabase, stop };
}

async function withDatabase(target: ServerTarget, use: (database: Database) => Promise<void>): Promise<void> {
  const database = await openDatabase(target);
  try {
    await use(database);
  } finally {
    await database.close();
  }
}
