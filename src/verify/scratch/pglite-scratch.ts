import type { Database } from '../../database/database.js';
import { installPlatform } from '../platform/install-platform.js';
import { extensionFiles } from '../platform/stand-in.js';
import { standInFor, standIns } from '../platform/stand-ins/index.js';
import { platformExtensions, platformSearchPath } from '../platform/supabase/platform.js';
import { findPglite, namedExtensions } from './bundled-extensions.js';
import { openEmbeddedSession } from './embedded-session.js';
import type { Scratch, ScratchOptions } from './scratch.js';
import type { WorkerStart } from './session-worker.js';

/**
 * A PostgreSQL in the memory of this process. The server finds stand-ins as files of extensions, so that CREATE EXTENSION
 * works wherever it stands.
 * @throws PgairlockError `not-available`
 */
export async function openPgliteScratch(options: ScratchOptions): Promise<Scratch> {
  const start = toStart(options);
  return openWith({ ...start, archive: options.archive }, async (database) => {
    if (options.supabase && options.archive === undefined) await installPlatform(database, options.enabled);
  });
}

async function openWith(start: WorkerStart, prepare: (database: Database) => Promise<void>): Promise<Scratch> {
  const open = async () => {
    const session = await openEmbeddedSession(start);
    await prepare(session.database);
    return session;
  };
  let session = await open();
  let alive = true;
  return {
    kind: 'pglite',
    label: session.database.label,
    ownsServer: true,
    get database() {
      return session.database;
    },
    standIns: () => madeStandIns(session.database),
    standIn: async () => false,
    claimRoles: async () => {},
    reset: () => resetSession(session.database),
    async interrupt() {
      alive = false;
      await session.end();
    },
    async reopen() {
      if (alive && (await isUsable(session.database))) {
        await session.database.execute('ROLLBACK');
        await session.database.execute('RESET SESSION AUTHORIZATION');
        await session.database.execute('DISCARD ALL');
        return 'kept';
      }
      await session.end();
      session = await open();
      alive = true;
      return 'emptied';
    },
    archive: () => session.archive(),
    copy: async () => openWith({ ...start, archive: await session.archive() }, async () => {}),
    dispose: () => session.end(),
  };
}

function toStart({ supabase, sql, extensionVersions, enabled }: ScratchOptions): WorkerStart {
  const installed = findPglite();
  const wanted = supabase ? [...platformExtensions.map(({ name }) => name), ...(enabled ?? [])] : [];
  const loaded = new Set([
    ...namedExtensions(installed, sql),
    ...wanted.filter((name) => installed.extensions.has(name)),
  ]);
  return {
    pglite: installed.module,
    extensions: [...loaded].flatMap((name) => installed.extensions.get(name) ?? []),
    files: standIns
      .filter(({ name }) => !installed.extensions.has(name))
      .flatMap((standIn) => extensionFiles(standIn, extensionVersions?.get(standIn.name))),
    searchPath: supabase ? platformSearchPath : '"$user", public',
  };
}

async function madeStandIns(database: Database): Promise<readonly string[]> {
  const rows = await database.query('SELECT e.extname FROM pg_catalog.pg_extension e ORDER BY 1');
  return rows.flatMap(({ extname }) => (extname && standInFor(extname) ? [extname] : []));
}

async function resetSession(database: Database): Promise<void> {
  await database.execute('RESET SESSION AUTHORIZATION');
  await database.execute('RESET ALL');
}

const isUsable = (database: Database): Promise<boolean> =>
  database.transactionStatus().then(
    () => true,
    () => false,
  );
