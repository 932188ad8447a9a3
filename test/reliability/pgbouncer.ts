import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerTarget } from '../../src/database/connection-target.js';
import { openDatabase } from '../../src/database/open-database.js';
import type { Cluster } from '../database/cluster.js';

export interface PgBouncer {
  readonly target: ServerTarget;
  stop(): Promise<void>;
}

/** PgBouncer on a Unix socket of its own, in front of one database; `undefined` where it is not installed. */
export async function startPgBouncer(
  { user, target: { host, port } }: Cluster,
  database: ServerTarget,
  mode: 'transaction' | 'session',
  poolSize = 5,
): Promise<PgBouncer | undefined> {
  const program = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer', '/usr/local/bin/pgbouncer'].find(existsSync);
  if (program === undefined) {
    console.warn('Tests behind PgBouncer are skipped: it is not installed.');
    return undefined;
  }
  const folder = mkdtempSync(join(tmpdir(), 'pgairlock-bouncer-'));
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
  const settings = `[databases]
${database.database} = host=${host} port=${port} dbname=${database.database} user=postgres
[pgbouncer]
listen_addr =
unix_socket_dir = ${folder}
listen_port = 6432
auth_type = any
pool_mode = ${mode}
default_pool_size = ${poolSize}
logfile = ${join(folder, 'log')}
`;
  writeFileSync(join(folder, 'pgbouncer.ini'), settings);
  chmodSync(join(folder, 'pgbouncer.ini'), 0o644);
  const bouncer = spawn(program, [join(folder, 'pgbouncer.ini')], { ...user, cwd: folder, stdio: 'ignore' });
  const target: ServerTarget = { ...database, host: folder, port: 6432 };
  const stop = async (): Promise<void> => {
    await ended(bouncer);
    rmSync(folder, { recursive: true, force: true });
  };
  for (let left = 100; left > 0; left -= 1) {
    const session = await openDatabase(target).catch(() => undefined);
    await session?.close();
    if (session) return { target, stop };
    await sleep(50);
  }
  const log = execFileSync('tail', ['-n', '5', join(folder, 'log')], { encoding: 'utf8' });
  await stop();
  throw new Error(`PgBouncer did not start: ${log}`);
}

function ended(bouncer: ChildProcess): Promise<void> {
  return new Promise((done) => {
    if (bouncer.exitCode !== null || bouncer.signalCode !== null) return done();
    bouncer.once('exit', () => done());
    // At once, whoever is connected.
    bouncer.kill('SIGTERM');
  });
}
