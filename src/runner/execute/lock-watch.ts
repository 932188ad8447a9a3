import type { Database, Row } from '../../database/database.js';

/** A session that holds what another one waits for. Its statement is left out: it may hold secrets. */
export interface Blocker {
  readonly pid: number;
  readonly user: string;
  readonly application: string;
  /** `active`, `idle in transaction`, … */
  readonly state: string;
  /** When its statement began, as the server writes it; empty where the server does not say. */
  readonly since: string;
  /** What kind of process it is: `client backend`, `autovacuum worker`, … */
  readonly kind: string;
}

/** Sees from a second session who makes the first one wait: afterwards the server does not know it any more. */
export interface LockWatch {
  /** Does the work, and looks now and then who blocks it. */
  during<T>(pid: number, work: () => Promise<T>): Promise<T>;
  /** Who blocked the work that was done last, when it was last looked at. */
  readonly blockers: readonly Blocker[];
  close(): Promise<void>;
}

/**
 * @param open Opens a session like the first. It is called when work takes longer than `interval`, and once.
 * @param interval Milliseconds from one look to the next.
 */
export function createLockWatch(open: () => Promise<Database>, interval: number): LockWatch {
  let session: Promise<Database | undefined> | undefined;
  let looking: Promise<void> = Promise.resolve();
  let blockers: readonly Blocker[] = [];
  let work = 0;

  async function look(pid: number, of: number): Promise<void> {
    // Without a second session the work goes on all the same, and nobody knows who blocks it.
    session ??= open().catch(() => undefined);
    const found = await (await session)?.query(blockersQuery, [String(pid)]).catch(() => []);
    if (found !== undefined && found.length > 0 && of === work) blockers = found.map(toBlocker);
  }

  return {
    async during(pid, doWork) {
      work += 1;
      blockers = [];
      let busy = false;
      const timer = setInterval(() => {
        if (busy) return;
        busy = true;
        looking = look(pid, work).finally(() => {
          busy = false;
        });
      }, interval);
      try {
        return await doWork();
      } finally {
        clearInterval(timer);
      }
    },
    get blockers() {
      return blockers;
    },
    async close() {
      await looking;
      await (await session)?.close();
    },
  };
}

const blockersQuery = `
  SELECT a.pid, a.usename, a.application_name, a.state, a.backend_type,
         pg_catalog.date_trunc('second', coalesce(a.query_start, a.backend_start)) AS since
  FROM pg_catalog.pg_stat_activity AS a
  WHERE a.pid = ANY (pg_catalog.pg_blocking_pids($1::int))
  ORDER BY a.query_start`;

const toBlocker = (row: Row): Blocker => ({
  pid: Number(row.pid),
  user: row.usename ?? '',
  application: row.application_name ?? '',
  state: row.state ?? '',
  since: row.since ?? '',
  kind: row.backend_type ?? '',
});
