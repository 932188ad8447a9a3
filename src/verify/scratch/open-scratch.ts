import type { ServerVersion } from '../../core/server.js';
import type { ServerTarget } from '../../database/connection-target.js';
import { findBinaries } from './find-binaries.js';
import { startServer } from './local-server.js';
import { openPgliteScratch } from './pglite-scratch.js';
import type { Scratch, ScratchOptions } from './scratch.js';
import { openServerScratch } from './server-scratch.js';

/**
 * - `pglite`: PostgreSQL in the memory of this process.
 * - `server`: a database of its own on the server that the target names.
 * - `local`: a server that is started for this, of programs that are installed here. `folder`: absolute, where packages
 *   are looked for.
 */
export type ScratchPlace =
  | { readonly kind: 'pglite' }
  | { readonly kind: 'server'; readonly target: ServerTarget }
  | { readonly kind: 'local'; readonly version?: ServerVersion | undefined; readonly folder: string };

/**
 * Opens a database for one replay. It is removed by `dispose`, and with `options.process` also when
 * the process is told to end.
 * @throws PgairlockError `not-available`, `connection-failed`
 */
export async function openScratch(options: ScratchOptions, place: ScratchPlace = { kind: 'pglite' }): Promise<Scratch> {
  if (place.kind === 'pglite') return openPgliteScratch(options);
  if (place.kind === 'server') return openServerScratch(place.target, options);
  return openLocalScratch(options, findBinaries(place.version, place.folder));
}

async function openLocalScratch(options: ScratchOptions, bin: string): Promise<Scratch> {
  const server = await startServer(bin, options.process);
  try {
    const scratch = await openServerScratch(server.target, options, true);
    return withEnd(scratch, server.stop);
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** The same, and with it goes its server. */
function withEnd(scratch: Scratch, stop: () => Promise<void>): Scratch {
  return {
    ...scratch,
    get database() {
      return scratch.database;
    },
    async dispose() {
      try {
        await scratch.dispose();
      } finally {
        await stop();
      }
    },
  };
}
