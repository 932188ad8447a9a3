import type { Database } from '../../../src/database/database.js';
import { takeSnapshot } from '../../../src/database/introspection/take-snapshot.js';
import { openPgliteScratch } from '../../../src/verify/scratch/pglite-scratch.js';
import type { Scratch } from '../../../src/verify/scratch/scratch.js';
import type { Bench } from './bench.js';
import { emptyAgain, markNewest } from './empty-again.js';
import { toVersion } from './open-bench.js';

/** One PGlite of each kind, emptied after each use: starting one takes as long as dozens of examples. */
export async function openEmbeddedBench(sql: readonly string[]): Promise<Bench> {
  const rooms = new Map<boolean, Room>();
  const roomOf = async (supabase: boolean): Promise<Room> => {
    const room = rooms.get(supabase) ?? (await openRoom(supabase, sql));
    rooms.set(supabase, room);
    return room;
  };
  const version = toVersion(String(Math.floor((await roomOf(false)).scratch.database.serverVersion / 10_000)));
  return {
    name: `PGlite ${version}`,
    version,
    async fresh(supabase) {
      const room = await roomOf(supabase);
      if (!(await isEmptyAgain(room))) {
        await room.scratch.dispose();
        rooms.set(supabase, await openRoom(supabase, sql));
      }
      return (await roomOf(supabase)).scratch.database;
    },
    // The server finds stand-ins as extensions.
    standIn: async () => false,
    async close() {
      for (const { scratch } of rooms.values()) await scratch.dispose();
    },
  };
}

interface Room {
  readonly scratch: Scratch;
  readonly supabase: boolean;
  /** Of the empty database: the newest object, and all that counts. */
  readonly newest: string;
  readonly state: string;
}

const extensionVersions: ReadonlyMap<string, readonly string[]> = new Map();

async function openRoom(supabase: boolean, sql: readonly string[]): Promise<Room> {
  const scratch = await openPgliteScratch({ supabase, sql, extensionVersions });
  return {
    scratch,
    supabase,
    newest: await markNewest(scratch.database),
    state: await readState(scratch.database),
  };
}

async function isEmptyAgain({ scratch, newest, state }: Room): Promise<boolean> {
  try {
    await emptyAgain(scratch.database, newest);
    return (await readState(scratch.database)) === state;
  } catch {
    return false;
  }
}

const others = `SELECT (SELECT json_agg(extname ORDER BY 1) FROM pg_extension) AS extensions,
  (SELECT json_agg(datname ORDER BY 1) FROM pg_database) AS databases,
  (SELECT count(*) FROM pg_event_trigger) AS event_triggers,
  (SELECT count(*) FROM pg_default_acl) AS default_rights,
  (SELECT json_agg(setconfig) FROM pg_db_role_setting) AS settings`;

async function readState(database: Database): Promise<string> {
  const schema = await takeSnapshot(database, { roles: true });
  return JSON.stringify([[...schema.values()], await database.query(others)]);
}
