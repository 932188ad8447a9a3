import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectionSettings } from '../../src/database/connection-settings.js';
import type { ServerTarget } from '../../src/database/connection-target.js';
import { openDatabase } from '../../src/database/open-database.js';
import type { ServerBinaries } from './server-binaries.js';

/** A fresh server of our own, on a Unix socket only. */
export interface Cluster extends ServerBinaries {
  readonly target: ServerTarget;
  /** The folder of the socket. */
  readonly folder: string;
  /** As if the machine had lost power: open transactions are lost, the rest is recovered when it starts again. */
  crash(): Promise<void>;
  start(): Promise<void>;
  /** Ends it and removes its files. */
  stop(): Promise<void>;
}

const settings = ['listen_addresses=', 'fsync=off', 'max_connections=40', 'max_prepared_transactions=2'];

export async function startCluster({ bin, user }: ServerBinaries): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), 'pgairlock-'));
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
  const options = { ...user, cwd: folder };
  const data = join(folder, 'data');
  const initdb = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  execFileSync(join(bin, 'initdb'), initdb, { ...options, stdio: 'pipe' });
  const flags = [...settings, `unix_socket_directories=${folder}`].flatMap((setting) => ['-c', setting]);
  const target = serverTarget(`postgres:///postgres?user=postgres&host=${encodeURIComponent(folder)}`);
  let server: ChildProcess | undefined;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ending = server;
    server = undefined;
    if (ending) await ended(ending, signal);
  };
  const cluster: Cluster = {
    bin,
    user,
    target,
    folder,
    // Immediate shutdown.
    crash: () => end('SIGQUIT'),
    start: async () => {
      server = spawn(join(bin, 'postgres'), ['-D', data, ...flags], { ...options, stdio: 'ignore' });
      await untilReady(target);
    },
    stop: async () => {
      // Fast shutdown: open sessions are ended.
      await end('SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
  try {
    await cluster.start();
    return cluster;
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

function ended(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  return new Promise((done) => {
    if (server.exitCode !== null || server.signalCode !== null) return done();
    server.once('exit', () => done());
    server.kill(signal);
  });
}

async function untilReady(target: ServerTarget, attempts = 200): Promise<void> {
  for (let left = attempts; left > 0; left -= 1) {
    const database = await openDatabase(target).catch(() => undefined);
    if (database) return database.close();
    await sleep(50);
  }
  throw new Error('The server for tests did not start within ten seconds.');
}

export function serverTarget(url: string): ServerTarget {
  const target = connectionSettings(url, {});
  if (target.adapter !== 'node-postgres') throw new Error('DATABASE_URL_TEST is not the URL of a server.');
  return target;
}
