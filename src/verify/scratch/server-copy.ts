import type { ServerTarget } from '../../database/connection-target.js';
import type { Database } from '../../database/database.js';
import type { HostProcess } from './clean-up.js';
import type { Scratch } from './scratch.js';
import { makeServerDatabase } from './server-database.js';
import { setPath } from './server-session.js';

interface CopyOptions {
  readonly target: ServerTarget;
  /** The database to copy, to which nobody is connected. */
  readonly original: string;
  readonly supabase: boolean;
  readonly ownsServer: boolean;
  readonly process: HostProcess | undefined;
}

/** A copy of a scratch database on the same server. Roles that are made while it exists are dropped with it. */
export async function openCopy({ target, original, supabase, ownsServer, process }: CopyOptions): Promise<Scratch> {
  const { session, scratch } = await makeServerDatabase(target, {
    process,
    async create(admin, name) {
      await admin.execute(`CREATE DATABASE ${name} TEMPLATE ${original}`);
      if (supabase) await setPath(admin, name);
      await copyComment(admin, original, name);
    },
  });
  return {
    ...scratch,
    ownsServer,
    database: session,
    reopen: async () => 'kept',
    copy: () => Promise.reject(new Error('A copy is not copied.')),
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
