import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { startCluster } from '../../database/cluster.js';
import { createDatabase, type RealServer, realServer } from '../../database/real-server.js';
import { serverBinaries } from '../../database/server-binaries.js';

/** A server beside which pg_dump and psql are installed, as the npm package's are not. */
export async function serverWithClients(): Promise<RealServer> {
  if (process.env.DATABASE_URL_TEST !== undefined) return realServer();
  const binaries = serverBinaries();
  if (typeof binaries === 'string') return missing(binaries);
  const bin = clientFolder();
  if (bin === undefined) return missing('no folder of Debian has a server with pg_dump and psql');
  const { target, stop } = await startCluster({ bin, user: binaries.user });
  return { available: true, newDatabase: () => createDatabase(target), stop };
}

function clientFolder(): string | undefined {
  const base = '/usr/lib/postgresql';
  const versions = existsSync(base) ? readdirSync(base) : [];
  const folders = versions.map((version) => path.join(base, version, 'bin'));
  return folders.find((bin) =>
    ['initdb', 'postgres', 'pg_dump', 'psql'].every((name) => existsSync(path.join(bin, name))),
  );
}

function missing(reason: string): RealServer {
  console.warn(`Tests of backups on a real PostgreSQL are skipped: ${reason}.`);
  return { available: false, reason };
}
