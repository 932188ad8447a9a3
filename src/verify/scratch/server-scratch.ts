import { randomBytes } from 'node:crypto';
import { quoteIdentifier } from '../../core/name.js';
import { describeTarget, type ServerTarget } from '../../database/connection-target.js';
import type { Database } from '../../database/database.js';
import { openDatabase } from '../../database/open-database.js';
import { installPlatform } from '../platform/install-platform.js';
import { platformRoles } from '../platform/supabase/roles.js';
import { cleanUp } from './clean-up.js';
import type { Scratch, ScratchOptions } from './scratch.js';
import { openCopy } from './server-copy.js';
import { type ServerRoles, serverRoles } from './server-roles.js';
import { interrupt, openSession, setPath, terminate } from './server-session.js';
import { makeStandIn, standInsOf } from './server-stand-ins.js';
import { applySettings, sessionSettings } from './session-settings.js';

/** One replay at a time on a server, as roles are common to its databases. The key is "pgairlo" in ASCII. */
const lockKey = '31636345437547631';

/**
 * A database of its own on a server. The one that the target names is connected to, and left as it is.
 * @throws PgairlockError `connection-failed`; DatabaseError where the role may not create databases.
 */
export async function openServerScratch(
  target: ServerTarget,
  options: ScratchOptions,
  ownsServer = false,
): Promise<Scratch> {
  const admin = await openDatabase(target);
  const name = `pgairlock_scratch_${randomBytes(6).toString('hex')}`;
  const roles = serverRoles(admin);
  let session: Database | undefined;
  let disposing: Promise<void> | undefined;
  const dispose = (): Promise<void> => {
    disposing ??= remove(admin, name, roles, session).finally(removed);
    return disposing;
  };
  const removed = cleanUp({ remove: dispose }, options.process);
  try {
    await admin.execute(`SELECT pg_advisory_lock(${lockKey})`);
    await admin.execute(`CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8'`);
    if (options.supabase) await setPath(admin, name);
    session = await openSession({ ...target, database: name });
    if (options.supabase) await installOn(session, roles, options.enabled);
  } catch (error) {
    await dispose();
    throw error;
  }
  let current = session;
  const use = async (): Promise<void> => {
    current = await openSession({ ...target, database: name });
    session = current;
  };
  return {
    kind: 'server',
    label: describeTarget({ ...target, database: name }),
    ownsServer,
    get database() {
      return current;
    },
    standIns: () => standInsOf(current),
    standIn: async ({ extension, schema }) => {
      await roles.claim(rolesOf[extension] ?? []);
      return makeStandIn(current, extension, schema);
    },
    claimRoles: roles.claim,
    async reset() {
      await current.execute('RESET SESSION AUTHORIZATION');
      await current.execute('RESET ALL');
    },
    interrupt: () => interrupt(admin, current.backendPid),
    async reopen() {
      await current.close().catch(() => undefined);
      await use();
      return 'kept';
    },
    async copy() {
      const settings = await sessionSettings(current);
      // A database that somebody is connected to cannot be copied.
      await current.close();
      try {
        return await openCopy({
          target,
          original: name,
          supabase: options.supabase,
          ownsServer,
          process: options.process,
        });
      } finally {
        await use();
        await applySettings(current, settings);
      }
    },
    dispose,
  };
}

/** What the stand-in of an extension makes besides the database's own objects. */
const rolesOf: Readonly<Record<string, readonly string[]>> = {
  pgsodium: ['pgsodium_keyiduser', 'pgsodium_keyholder', 'pgsodium_keymaker'],
};

async function installOn(
  database: Database,
  roles: ServerRoles,
  enabled: readonly string[] | undefined,
): Promise<void> {
  await roles.claim(Object.keys(platformRoles));
  await installPlatform(database, enabled, async ({ extension, schema }) => {
    if (await makeStandIn(database, extension, schema)) return;
    await database.execute(`CREATE EXTENSION ${quoteIdentifier(extension)} WITH SCHEMA ${quoteIdentifier(schema)}`);
  });
}

async function remove(admin: Database, name: string, roles: ServerRoles, session: Database | undefined): Promise<void> {
  try {
    // A session that still works would hold the database; its own end may have to wait for a statement.
    if (session) await terminate(admin, session.backendPid);
    await session?.close().catch(() => undefined);
    const force = admin.serverVersion >= 130_000 ? ' WITH (FORCE)' : '';
    await admin.execute(`DROP DATABASE IF EXISTS ${name}${force}`);
    await roles.drop();
  } finally {
    await admin.close();
  }
}
