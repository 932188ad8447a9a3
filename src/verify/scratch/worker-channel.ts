import type { Worker } from 'node:worker_threads';
import type { Notice } from '../../database/database.js';
import { DatabaseError } from '../../database/database-error.js';
import { toNotice } from '../../database/listeners.js';
import { toDatabaseError } from '../../database/to-database-error.js';
import type { WorkerReply, WorkerRequest } from './session-worker.js';

/** Requests to the thread of an embedded PostgreSQL, and its replies. */
export interface WorkerChannel {
  /** Rejected where the thread ends before its server has started. */
  readonly ready: Promise<void>;
  /** Rejected with a lost connection where the thread ends before it replies, or has ended. */
  send(request: WithoutId<WorkerRequest>): Promise<Answer>;
  /** Fails what waits and all that is sent from now on. */
  breakOff(reason: string): void;
}

/** Omits from each member of a union. */
type WithoutId<Request> = Request extends unknown ? Omit<Request, 'id'> : never;

type Answer = Pick<Extract<WorkerReply, { readonly kind: 'done' }>, 'rows' | 'bytes'>;

interface Waiting {
  readonly done: (answer: Answer) => void;
  readonly failed: (error: DatabaseError) => void;
}

const lost = (message: string): DatabaseError => new DatabaseError({ sqlstate: '08006', message });

export function openChannel(worker: Worker, onNotice: (notice: Notice) => void): WorkerChannel {
  const waiting = new Map<number, Waiting>();
  let over: DatabaseError | undefined;
  let count = 0;

  const breakOff = (reason: string): void => {
    over ??= lost(reason);
    for (const { failed } of waiting.values()) failed(over);
    waiting.clear();
  };
  const ready = new Promise<void>((resolve, reject) => {
    worker.on('message', (reply: WorkerReply) => {
      if (reply.kind === 'ready') resolve();
      else if (reply.kind === 'notice') onNotice(toNotice(reply.notice));
      else take(waiting, reply);
    });
    worker.on('error', (error) => {
      breakOff(`The embedded PostgreSQL broke: ${error.message}`);
      reject(error);
    });
    worker.on('exit', () => {
      breakOff('The embedded PostgreSQL has ended.');
      reject(lost('The embedded PostgreSQL ended while it started.'));
    });
  });
  return {
    ready,
    breakOff,
    send: (request) =>
      new Promise((done, failed) => {
        if (over) return failed(over);
        count += 1;
        waiting.set(count, { done, failed });
        worker.postMessage({ ...request, id: count });
      }),
  };
}

function take(waiting: Map<number, Waiting>, reply: Extract<WorkerReply, { readonly id: number }>): void {
  const who = waiting.get(reply.id);
  waiting.delete(reply.id);
  if (reply.kind === 'done') who?.done(reply);
  else who?.failed(toDatabaseError(Object.assign(new Error(reply.error.message), reply.error)));
}
