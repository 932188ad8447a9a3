import type { Database } from '../../database/database.js';

/**
 * What stands between us and the server:
 * - `none`: nothing that changes the server's session under us.
 * - `session`: a pooler that leaves us one session of the server.
 * - `transaction`: a pooler that gives us another one with every transaction, or nobody could find out.
 */
export type Pooling = 'none' | 'session' | 'transaction';

/** Milliseconds. */
const patience = 5000;

/**
 * Finds a pooler by what it cannot hide. The process that is named to a client when it connects is the server's own, but a
 * pooler names one of its own invention, as it has none yet. Whether it pools by transaction, a second client tells: while
 * that one is in a transaction, either it has got our session of the server, or we get another.
 * @param connect Opens a session like the first
 */
export async function detectPooling(
  database: Database,
  connect: (() => Promise<Database>) | undefined,
): Promise<Pooling> {
  if (database.adapter === 'pglite' || database.connectionPid === database.backendPid) return 'none';
  const other = connect && (await opened(connect));
  if (other === undefined) return 'transaction';
  try {
    // An idle pool may by chance give everybody what they had.
    for (let round = 0; round < 3; round += 1) if (await changesSession(database, other)) return 'transaction';
    return 'session';
  } finally {
    await other.close();
  }
}

/** A pooler may let a second client in and then keep it waiting, for ever if it has but one session to give. */
async function opened(connect: () => Promise<Database>): Promise<Database | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let late = false;
  const connecting = connect().catch(() => undefined);
  const tooLong = new Promise<undefined>((done) => {
    timer = setTimeout(() => done(undefined), patience);
  });
  void connecting.then((other) => (late ? other?.close() : undefined));
  const other = await Promise.race([connecting, tooLong]);
  late = other === undefined;
  clearTimeout(timer);
  return other;
}

async function changesSession(database: Database, other: Database): Promise<boolean> {
  const ours = await backendPid(database);
  await other.execute('BEGIN');
  const theirs = await backendPid(other);
  // Only where they have another session do we know that one is free for us.
  const changes = theirs === ours || (await backendPid(database)) !== ours;
  await other.execute('COMMIT');
  return changes;
}

async function backendPid(database: Database): Promise<number> {
  const [row] = await database.query('SELECT pg_catalog.pg_backend_pid() AS pid');
  return Number(row?.pid);
}
