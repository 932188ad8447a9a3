import { quoteIdentifier } from '../../core/name.js';
import { ownValue } from '../../core/own-value.js';
import type { ServerTarget } from '../../database/connection-target.js';
import type { Database } from '../../database/database.js';
import { installPlatform } from '../platform/install-platform.js';
import { platformRoles } from '../platform/supabase/roles.js';
import type { Scratch, ScratchOptions } from './scratch.js';
import { openCopy } from './server-copy.js';
import { makeServerDatabase } from './server-database.js';
import type { ServerRoles } from './server-roles.js';
import { setPath } from './server-session.js';
import { makeStandIn } from './server-stand-ins.js';
import { applySettings, sessionSettings } from './session-settings.js';

/** One replay at a time on a server, as roles are common to its databases. The key is "pgairlo" in ASCII. */
const lockKey = '31636345437547631';

/**
 * A database of its own on a server. The one that the target names is connected to, and left as it is.
 * @throws PgairlockError `connection-failed`; DatabaseError where the role may not create databases.
 */
export async function openServerScratch(
  target: ServerTarget,
  { supabase, enabled, process }: ScratchOptions,
  ownsServer = false,
): Promise<Scratch> {
  const made = await makeServerDatabase(target, {
    process,
    async create(admin, name) {
      await admin.execute(`SELECT pg_advisory_lock(${lockKey})`);
      await admin.execute(`CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8'`);
      if (supabase) await setPath(admin, name);
    },
    fill: supabase ? (session, roles) => installOn(session, roles, enabled) : undefined,
  });
  return {
    ...made.scratch,
    ownsServer,
    get database() {
      return made.session;
    },
    async standIn(extension) {
      await made.roles.claim(ownValue(rolesOf, extension.extension) ?? []);
      return made.scratch.standIn(extension);
    },
    async reopen() {
      await made.session.close().catch(() => undefined);
      await made.openAgain();
      return 'kept';
    },
    async copy() {
      const settings = await sessionSettings(made.session);
      // A database that somebody is connected to cannot be copied.
      await made.session.close();
      try {
        return await openCopy({ target, original: made.name, supabase, ownsServer, process });
      } finally {
        await made.openAgain();
        await applySettings(made.session, settings);
      }
    },
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
