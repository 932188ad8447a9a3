import { Worker } from 'node:worker_threads';
import type { Database, Row } from '../../database/database.js';
import { createListeners } from '../../database/listeners.js';
import { readIdentity } from '../../database/read-identity.js';
import { type WorkerStart, workerSource } from './session-worker.js';
import { openChannel } from './worker-channel.js';

/** A session on an embedded PostgreSQL that can be ended while it works. */
export interface EmbeddedSession {
  readonly database: Database;
  /** All data, as a tar. Outside of a transaction. */
  archive(): Promise<Uint8Array<ArrayBuffer>>;
  /** Ends the thread, and with it the database. What runs fails with a lost connection. */
  end(): Promise<void>;
}

export async function openEmbeddedSession(start: WorkerStart): Promise<EmbeddedSession> {
  const worker = new Worker(workerSource, { eval: true, workerData: start });
  const listeners = createListeners();
  const { ready, send, breakOff } = openChannel(worker, listeners.tell);
  await ready;
  const run = async (statement: string, parameters: readonly (string | null)[] = []): Promise<readonly Row[]> =>
    (await send({ kind: 'query', statement, parameters })).rows;
  const end = async (): Promise<void> => {
    breakOff('The embedded PostgreSQL was ended.');
    await worker.terminate();
  };
  const database: Database = {
    adapter: 'pglite',
    label: 'pglite:memory',
    ...(await readIdentity(run)),
    query: run,
    execute: async (statement) => {
      await run(statement);
    },
    executeAll: async (statements) => {
      for (const statement of statements) await run(statement);
    },
    transactionStatus: async () => {
      const [row] = (await send({ kind: 'status' })).rows;
      return row?.status === 'transaction' || row?.status === 'failed' ? row.status : 'idle';
    },
    onNotice: listeners.add,
    close: end,
  };
  const archive = async (): Promise<Uint8Array<ArrayBuffer>> =>
    (await send({ kind: 'archive' })).bytes ?? new Uint8Array();
  return { database, archive, end };
}
