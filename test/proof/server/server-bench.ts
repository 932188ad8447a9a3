import { quoteIdentifier } from '../../../src/core/name.js';
import type { ServerVersion } from '../../../src/core/server.js';
import type { ServerTarget } from '../../../src/database/connection-target.js';
import type { Database } from '../../../src/database/database.js';
import { openDatabase } from '../../../src/database/open-database.js';
import { installPlatform } from '../../../src/verify/platform/install-platform.js';
import { platformSearchPath } from '../../../src/verify/platform/supabase/platform.js';
import { findBinaries } from '../../../src/verify/scratch/find-binaries.js';
import { type LocalServer, startServer } from '../../../src/verify/scratch/local-server.js';
import { makeStandIn } from '../../../src/verify/scratch/server-stand-ins.js';
import type { Bench } from './bench.js';

/** A server, and databases that are copies of one. The platform's roles would be seen by all: it has a server of its own. */
export async function openServerBench(version: ServerVersion, folder: string): Promise<Bench> {
  const bin = findBinaries(version, folder);
  const hosts = new Map<boolean, Promise<Host>>();
  let last: Database | undefined;
  /** Extensions that the last database has stand-ins for. */
  const made = new Set<string>();
  return {
    name: `PostgreSQL ${version}`,
    version,
    async fresh(supabase) {
      await last?.close();
      const host = hosts.get(supabase) ?? startHost(bin, supabase);
      hosts.set(supabase, host);
      const { fresh, standIns } = await host;
      last = await fresh();
      made.clear();
      for (const name of standIns) made.add(name);
      return last;
    },
    async standIn({ extension, schema }) {
      if (made.has(extension)) return true;
      const makes = last !== undefined && (await makeStandIn(last, extension, schema));
      if (makes) made.add(extension);
      return makes;
    },
    async close() {
      await last?.close();
      for (const host of hosts.values()) await (await host).stop();
    },
  };
}

interface Host {
  /** Extensions that the platform has stand-ins for. */
  readonly standIns: readonly string[];
  fresh(): Promise<Database>;
  stop(): Promise<void>;
}

async function startHost(bin: string, supabase: boolean): Promise<Host> {
  const server = await startServer(bin);
  try {
    return await toHost(server, supabase);
  } catch (error) {
    await server.stop();
    throw error;
  }
}

const settings = (supabase: boolean): string | undefined =>
  supabase ? `SET search_path = ${platformSearchPath}` : undefined;

async function toHost(server: LocalServer, supabase: boolean): Promise<Host> {
  const admin = await openDatabase(server.target);
  const setting = settings(supabase);
  const configure = async (name: string): Promise<void> => {
    if (setting !== undefined) await admin.execute(`ALTER DATABASE ${name} ${setting}`);
  };
  await admin.execute("CREATE DATABASE proof_template TEMPLATE template0 ENCODING 'UTF8'");
  await configure('proof_template');
  const standIns = supabase ? await makePlatform({ ...server.target, database: 'proof_template' }) : [];
  const standing = await rolesOf(admin);
  let count = 0;
  return {
    standIns,
    async fresh() {
      if (count > 0) await admin.execute(`DROP DATABASE IF EXISTS proof_${count} WITH (FORCE)`);
      for (const role of await rolesOf(admin)) {
        if (!standing.includes(role)) await admin.execute(`DROP ROLE ${quoteIdentifier(role)}`);
      }
      count += 1;
      await admin.execute(`CREATE DATABASE proof_${count} TEMPLATE proof_template`);
      await configure(`proof_${count}`);
      return openDatabase({ ...server.target, database: `proof_${count}` });
    },
    async stop() {
      await admin.close();
      await server.stop();
    },
  };
}

/** Says which extensions it stood in for. */
async function makePlatform(target: ServerTarget): Promise<readonly string[]> {
  const database = await openDatabase(target);
  const made: string[] = [];
  try {
    await installPlatform(database, [], async ({ extension, schema }) => {
      if (await makeStandIn(database, extension, schema)) {
        made.push(extension);
        return;
      }
      await database.execute(`CREATE EXTENSION "${extension}" WITH SCHEMA "${schema}"`);
    });
    return made;
  } finally {
    await database.close();
  }
}

const rolesOf = async (database: Database): Promise<readonly string[]> =>
  (await database.query('SELECT rolname FROM pg_catalog.pg_roles')).map(({ rolname }) => rolname ?? '');
