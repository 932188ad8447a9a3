import type { Database } from '../../database/database.js';

export interface Heartbeat {
  stop(): Promise<void>;
}

/**
 * Does something again and again in a session of its own, as that of the runner may be busy for hours. A beat that fails is
 * left out: the next one opens another session. It keeps no process alive.
 * @param interval Milliseconds
 */
export function startHeartbeat(
  interval: number,
  connect: (() => Promise<Database>) | undefined,
  beat: (database: Database) => Promise<void>,
): Heartbeat {
  let session: Database | undefined;
  let running: Promise<void> = Promise.resolve();
  let stopped = false;
  const once = async (): Promise<void> => {
    if (stopped || connect === undefined) return;
    try {
      session ??= await connect();
      await beat(session);
    } catch {
      await session?.close().catch(() => {});
      session = undefined;
    }
  };
  const timer = setInterval(() => {
    running = running.then(once);
  }, interval);
  timer.unref();
  return {
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await running;
      await session?.close();
    },
  };
}
