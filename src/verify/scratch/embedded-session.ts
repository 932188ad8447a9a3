import { Worker } from 'node:worker_threads';
import type { Database, Row } from '../../database/database.js';
import { DatabaseError } from '../../database/database-error.js';
import { createListeners, toNotice } from '../../database/listeners.js';
import { readIdentity } from '../../database/read-identity.js';
import { toDatabaseError } from '../../database/to-database-error.js';
import { type WorkerReply, type WorkerRequest, type WorkerStart, workerSource } from './session-worker.js';

/** A session on an embedded PostgreSQL that can be ended while it works. */
export interface EmbeddedSession {
  readonly database: Database;
  /** All data, as a tar. Outside of a transaction. */
  archive(): Promise<Uint8Array<ArrayBuffer>>;
  /** Ends the thread, and with it the database. What runs fails with a lost connection. */
  end(): Promise<void>;
}

/** Omits from each member of a union. */
type WithoutId<Request> = Request extends unknown ? Omit<Request, 'id'> : never;

type Answer = Pick<Extract<WorkerReply, { readonly kind: 'done' }>, 'rows' | 'bytes'>;

interface Waiting {
  readonly done: (answer: Answer) => void;
  readonly failed: (error: DatabaseError) => void;
}

const lost = (message: string): DatabaseError => new DatabaseError({ sqlstate: '08006', message });

export async function openEmbeddedSession(start: WorkerStart): Promise<EmbeddedSession> {
  const worker = new Worker(workerSource, { eval: true, workerData: start });
  const waiting = new Map<number, Waiting>();
  const listeners = createListeners();
  let over: DatabaseError | undefined;
  let count = 0;

  const fail = (error: DatabaseError): void => {
    over ??= error;
    for (const { failed } of waiting.values()) failed(over);
    waiting.clear();
  };
  const ready = new Promise<void>((resolve, reject) => {
    worker.on('message', (reply: WorkerReply) => {
      if (reply.kind === 'ready') resolve();
      else if (reply.kind === 'notice') listeners.tell(toNotice(reply.notice));
      else take(waiting, reply);
    });
    worker.on('error', (error) => {
      fail(lost(`The embedded PostgreSQL broke: ${error.message}`));
      reject(error);
    });
    worker.on('exit', () => {
      fail(lost('The embedded PostgreSQL has ended.'));
      reject(lost('The embedded PostgreSQL ended while it started.'));
    });
  });
  const send = (request: WithoutId<WorkerRequest>): Promise<Answer> =>
    new Promise((done, failed) => {
      if (over) return failed(over);
      count += 1;
      waiting.set(count, { done, failed });
      worker.postMessage({ ...request, id: count });
    });

  await ready;
  const run = async (statement: string, parameters: readonly (string | null)[] = []): Promise<readonly Row[]> =>
    (await send({ kind: 'query', statement, parameters })).rows;
  const end = async (): Promise<void> => {
    fail(lost('The embedded PostgreSQL was ended.'));
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

function take(waiting: Map<number, Waiting>, reply: Extract<WorkerReply, { readonly id: number }>): void {
  const who = waiting.get(reply.id);
  waiting.delete(reply.id);
  if (reply.kind === 'done') who?.done(reply);
  else who?.failed(toDatabaseError(Object.assign(new Error(reply.error.message), reply.error)));
}
