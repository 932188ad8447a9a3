import { randomBytes } from 'node:crypto';
import { describeTarget, type ServerTarget } from '../../database/connection-target.js';
import type { Database } from '../../database/database.js';
import { openDatabase } from '../../database/open-database.js';
import { cleanUp, type HostProcess } from './clean-up.js';
import type { Scratch } from './scratch.js';
import { type ServerRoles, serverRoles } from './server-roles.js';
import { interrupt, openSession, terminate } from './server-session.js';
import { makeStandIn, standInsOf } from './server-stand-ins.js';

/** A database with a name of its own, which is removed with its session and the roles that were made for it. */
export interface ServerDatabase {
  readonly name: string;
  readonly roles: ServerRoles;
  /** The session; `openAgain` puts another in its place. */
  readonly session: Database;
  openAgain(): Promise<void>;
  /** What scratch databases on a server have in common. */
  readonly scratch: Omit<Scratch, 'ownsServer' | 'database' | 'reopen' | 'copy'>;
}

export interface Making {
  readonly process: HostProcess | undefined;
  /** Creates the database. */
  readonly create: (admin: Database, name: string) => Promise<void>;
  /** Fills it. */
  readonly fill?: ((session: Database, roles: ServerRoles) => Promise<void>) | undefined;
}

/**
 * The database that the target names is connected to, and left as it is.
 * @throws PgairlockError `connection-failed`; DatabaseError where the role may not create databases.
 */
export async function makeServerDatabase(target: ServerTarget, making: Making): Promise<ServerDatabase> {
  // One each: when the process is told to end, that of another scratch database may be closed first.
  const admin = await openDatabase(target);
  const name = `pgairlock_scratch_${randomBytes(6).toString('hex')}`;
  const roles = serverRoles(admin);
  const open = (): Promise<Database> => openSession({ ...target, database: name });
  let session: Database | undefined;
  let disposing: Promise<void> | undefined;
  const dispose = (): Promise<void> => {
    disposing ??= remove(admin, name, roles, session).finally(() => removed());
    return disposing;
  };
  const removed = cleanUp({ remove: dispose }, making.process);
  try {
    await making.create(admin, name);
    session = await open();
    await making.fill?.(session, roles);
  } catch (error) {
    await dispose();
    throw error;
  }
  let current = session;
  return {
    name,
    roles,
    get session() {
      return current;
    },
    async openAgain() {
      current = await open();
      session = current;
    },
    scratch: {
      kind: 'server',
      label: describeTarget({ ...target, database: name }),
      standIns: () => standInsOf(current),
      standIn: ({ extension, schema }) => makeStandIn(current, extension, schema),
      claimRoles: roles.claim,
      async reset() {
        await current.execute('RESET SESSION AUTHORIZATION');
        await current.execute('RESET ALL');
      },
      interrupt: () => interrupt(admin, current.backendPid),
      dispose,
    },
  };
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
