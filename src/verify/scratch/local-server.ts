import { type ChildProcess, execFile, type PromiseWithChild, spawn } from 'node:child_process';
import { chownSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { platform, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { PgairlockError } from '../../core/error.js';
import type { ServerTarget } from '../../database/connection-target.js';
import { openDatabase } from '../../database/open-database.js';
import { cleanUp, type HostProcess } from './clean-up.js';
import { type ProcessUser, unprivilegedUser } from './unprivileged-user.js';

export interface LocalServer {
  readonly target: ServerTarget;
  /** Stops the server and removes its folder. May be called more than once. */
  stop(): Promise<void>;
}

/**
 * A fresh server in a temporary folder, of the programs in `bin`. It listens on a socket in that folder alone, on Windows on
 * a free port of this machine. It syncs nothing to disk.
 * @throws PgairlockError `not-available` where it does not start.
 */
export async function startServer(bin: string, host?: HostProcess): Promise<LocalServer> {
  const user = unprivilegedUser();
  const folder = await mkdtemp(path.join(tmpdir(), 'pgairlock-'));
  /** initdb, and then the server. */
  let running: ChildProcess | undefined;
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopping ??= end(running)
      .then(() => rm(folder, { recursive: true, force: true }))
      .finally(() => removed());
    return stopping;
  };
  const removeNow = (): void => {
    running?.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  const removed = cleanUp({ remove: stop, removeNow }, host);
  try {
    if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
    const initdb = initialise(bin, folder, user);
    running = initdb.child;
    await initdb;
    const port = platform() === 'win32' ? await freePort() : 5432;
    if (stopping) throw new PgairlockError('not-available', 'The temporary PostgreSQL was stopped before it started.');
    running = launch(bin, folder, port, user);
    const target = targetOf(folder, port);
    await untilReady(target, running);
    return { target, stop };
  } catch (cause) {
    await stop();
    if (cause instanceof PgairlockError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PgairlockError('not-available', `PostgreSQL in ${bin} did not start: ${reason}`, { cause });
  }
}

const superuser = 'postgres';

function initialise(bin: string, folder: string, user: ProcessUser): PromiseWithChild<unknown> {
  const flags = ['-U', superuser, '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  return promisify(execFile)(path.join(bin, 'initdb'), ['-D', path.join(folder, 'data'), ...flags], {
    ...defined(user),
    cwd: folder,
  });
}

function launch(bin: string, folder: string, port: number, user: ProcessUser): ChildProcess {
  const onSocket = platform() !== 'win32';
  const settings = [
    `listen_addresses=${onSocket ? '' : '127.0.0.1'}`,
    ...(onSocket ? [`unix_socket_directories=${folder}`] : []),
    `port=${port}`,
    'fsync=off',
    'full_page_writes=off',
    'wal_level=logical',
    'max_connections=20',
  ];
  const flags = settings.flatMap((setting) => ['-c', setting]);
  return spawn(path.join(bin, 'postgres'), ['-D', path.join(folder, 'data'), ...flags], {
    ...defined(user),
    cwd: folder,
    stdio: 'ignore',
  });
}

const defined = ({ uid, gid }: ProcessUser): { uid?: number; gid?: number } =>
  uid === undefined || gid === undefined ? {} : { uid, gid };

const targetOf = (folder: string, port: number): ServerTarget => ({
  adapter: 'node-postgres',
  host: platform() === 'win32' ? '127.0.0.1' : folder,
  port,
  user: superuser,
  database: 'postgres',
  sslMode: 'disable',
  applicationName: 'pgairlock',
  connectTimeoutSeconds: 10,
});

async function untilReady(target: ServerTarget, server: ChildProcess): Promise<void> {
  for (let left = 300; left > 0; left -= 1) {
    const database = await openDatabase(target).catch(() => undefined);
    if (database) return database.close();
    if (server.exitCode !== null) break;
    await sleep(100);
  }
  throw new PgairlockError('not-available', 'The temporary PostgreSQL did not answer.');
}

/** Fast shutdown: open sessions are ended. */
async function end(server: ChildProcess | undefined): Promise<void> {
  if (!server || server.exitCode !== null || server.signalCode !== null) return;
  const exited = new Promise((done) => server.once('exit', done));
  server.kill('SIGINT');
  await exited;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
