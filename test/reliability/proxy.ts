import { createServer, connect as dial, type Socket } from 'node:net';
import type { ServerTarget } from '../../src/database/connection-target.js';

/** The place at which the line is cut: the n-th message of the client, counted from 1, and whether the server gets it. */
export interface Cut {
  readonly message: number;
  readonly delivered: boolean;
}

/** A line to the server that can be cut at any message. */
export interface Line {
  readonly target: ServerTarget;
  /** Messages of the client since `cutAt`; each is one that waits for an answer. */
  readonly messages: () => number;
  /** From here on the messages are counted, and at this one the line is cut, once. */
  cutAt(cut: Cut | undefined): void;
  /** Cuts all lines now. */
  cutAll(): void;
  close(): Promise<void>;
}

/** With `Sync` the client says that it waits for an answer, and with each simple query. */
const sync = Buffer.from([0x53, 0, 0, 0, 4]);
const simpleQuery = 0x51;
const awaitsAnswer = (chunk: Buffer): boolean => chunk.subarray(-sync.length).equals(sync) || chunk[0] === simpleQuery;

export async function startProxy(target: ServerTarget): Promise<Line> {
  let cut: Cut | undefined;
  let count = 0;
  const lines = new Set<() => void>();
  const server = createServer((client) => {
    const upstream = dial(`${target.host}/.s.PGSQL.${target.port}`);
    const end = (): void => {
      client.destroy();
      upstream.destroy();
      lines.delete(end);
    };
    lines.add(end);
    for (const socket of [client, upstream]) socket.on('error', end).on('close', end);
    let deaf = false;
    client.on('data', (chunk: Buffer) => {
      if (awaitsAnswer(chunk)) count += 1;
      if (cut === undefined || count < cut.message || deaf) return send(upstream, chunk);
      const { delivered } = cut;
      cut = undefined;
      if (!delivered) return end();
      deaf = true;
      send(upstream, chunk);
    });
    // The answer shows that it was done; the client never gets it.
    upstream.on('data', (chunk: Buffer) => (deaf ? end() : send(client, chunk)));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return {
    target: { ...target, host: '127.0.0.1', port: address.port, sslMode: 'disable' },
    messages: () => count,
    cutAt: (wanted) => {
      cut = wanted;
      count = 0;
    },
    cutAll: () => {
      for (const end of [...lines]) end();
    },
    close: () =>
      new Promise((done) => {
        for (const end of [...lines]) end();
        server.close(() => done());
      }),
  };
}

function send(socket: Socket, chunk: Buffer): void {
  if (!socket.destroyed) socket.write(chunk);
}
