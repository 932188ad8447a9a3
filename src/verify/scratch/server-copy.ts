import { randomBytes } from 'node:crypto';
import { describeTarget, type ServerTarget } from '../../database/connection-target.js';
import type { Database } from '../../database/database.js';
import { openDatabase } from '../../database/open-database.js';
import { cleanUp, type HostProcess } from './clean-up.js';
import type { Scratch } from './scratch.js';
import { serverRoles } from './server-roles.js';
import { interrupt, openSession, setPath, terminate } from './server-session.js';
import { makeStandIn, standInsOf } from './server-stand-ins.js';

interface CopyOptions {
  readonly target: ServerTarget;
  /** The database to copy, to which nobody is connected. */
  readonly original: string;
  readonly supabase: boolean;
  readonly ownsServer: boolean;
  readonly process: HostProcess | undefined;
}

/** A copy of a scratch database on the same server. Roles that are made while it exists are dropped with it. */
export async function openCopy(options: CopyOptions): Promise<Scratch> {
  const { target, original, supabase, ownsServer } = options;
  // Of its own: when the process is told to end, the one of the original may be closed first.
  const admin = await openDatabase(target);
  const name = `pgairlock_scratch_${randomBytes(6).toString('hex')}`;
  const roles = serverRoles(admin);
  let session: Database | undefined;
  let disposing: Promise<void> | undefined;
  const remove = async (): Promise<void> => {
    if (session) await terminate(admin, session.backendPid);
    try {
      await session?.close().catch(() => undefined);
      await admin.execute(`DROP DATABASE IF EXISTS ${name}`);
      await roles.drop();
    } finally {
      await admin.close();
    }
  };
  const dispose = (): Promise<void> => {
    disposing ??= remove().finally(() => removed());
    return disposing;
  };
  const removed = cleanUp({ remove: dispose }, options.process);
  try {
    await admin.execute(`CREATE DATABASE ${name} TEMPLATE ${original}`);
    if (supabase) await setPath(admin, name);
    await copyComment(admin, original, name);
    session = await openSession({ ...target, database: name });
  } catch (error) {
    await dispose();
    throw error;
  }
  const current = session;
  return {
    kind: 'server',
    label: describeTarget({ ...target, database: name }),
    ownsServer,
    database: current,
    standIns: () => standInsOf(current),
    standIn: ({ extension, schema }) => makeStandIn(current, extension, schema),
    claimRoles: roles.claim,
    async reset() {
      await current.execute('RESET SESSION AUTHORIZATION');
      await current.execute('RESET ALL');
    },
    interrupt: () => interrupt(admin, current.backendPid),
    reopen: async () => 'kept',
    copy: () => Promise.reject(new Error('A copy is not copied.')),
    dispose,
  };
}

/** Stand-ins are listed in the comment on the database. */
async function copyComment(admin: Database, from: string, to: string): Promise<void> {
  const [row] = await admin.query(
    "SELECT quote_nullable(shobj_description(oid, 'pg_database')) AS comment FROM pg_catalog.pg_database WHERE datname = $1",
    [from],
  );
  await admin.execute(`COMMENT ON DATABASE ${to} IS ${row?.comment ?? 'NULL'}`);
}
