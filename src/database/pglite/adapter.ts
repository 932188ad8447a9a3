import type { PGlite } from '@electric-sql/pglite';
import { describeTarget, type EmbeddedTarget } from '../connection-target.js';
import type { Database, Row, TransactionStatus } from '../database.js';
import { DatabaseError } from '../database-error.js';
import { createListeners, toNotice } from '../listeners.js';
import { readIdentity } from '../read-identity.js';
import { toDatabaseError } from '../to-database-error.js';
import { loadPglite } from './load.js';

/**
 * Opens PostgreSQL as WebAssembly. Each target opened is a server of its own with one session.
 * @param archive a tar to begin with, in a folder that is not there yet
 */
export async function openPglite(target: EmbeddedTarget, archive?: Buffer<ArrayBuffer>): Promise<Database> {
  const pglite = await start(target, archive);
  const listeners = createListeners();
  const onNotice = (notice: Parameters<typeof toNotice>[0]): void => listeners.tell(toNotice(notice));
  const run = async (statement: string, parameters: readonly (string | null)[]): Promise<readonly Row[]> => {
    if (pglite.closed) throw new DatabaseError({ sqlstate: '08003', message: 'The connection is closed.' });
    try {
      return (await pglite.query<Row>(statement, [...parameters], { onNotice })).rows;
    } catch (error) {
      throw toDatabaseError(error);
    }
  };
  return {
    adapter: 'pglite',
    label: describeTarget(target),
    ...(await readIdentity(run)),
    query: (statement, parameters = []) => run(statement, parameters),
    execute: async (statement) => {
      await run(statement, []);
    },
    executeAll: async (statements) => {
      for (const statement of statements) await run(statement, []);
    },
    transactionStatus: () => transactionStatus(pglite, run),
    onNotice: listeners.add,
    archive: async () => {
      await run('CHECKPOINT', []);
      return Buffer.from(await (await pglite.dumpDataDir('gzip')).arrayBuffer());
    },
    close: async () => {
      if (!pglite.closed) await pglite.close();
    },
  };
}

async function start({ folder }: EmbeddedTarget, archive: Buffer<ArrayBuffer> | undefined): Promise<PGlite> {
  const { PGlite } = await loadPglite();
  const pglite = await PGlite.create({
    ...(folder === undefined ? {} : { dataDir: folder }),
    ...(archive === undefined ? {} : { loadDataDir: new Blob([archive]) }),
  });
  // All values stay text, in both directions: what the server writes is what callers see, with either driver.
  pglite.parsers = asIs();
  pglite.serializers = asIs();
  return pglite;
}

const asIs = (): Record<string, (value: any) => any> => new Proxy({}, { get: () => (value: unknown) => value });

/** PGlite knows that there is a transaction, but not that it failed: then every statement is refused with 25P02. */
async function transactionStatus(
  pglite: PGlite,
  run: (statement: string, parameters: readonly string[]) => Promise<unknown>,
): Promise<TransactionStatus> {
  if (!pglite.isInTransaction()) return 'idle';
  try {
    await run('SELECT 1', []);
    return 'transaction';
  } catch (error) {
    if (error instanceof DatabaseError && error.sqlstate === '25P02') return 'failed';
    throw error;
  }
}
