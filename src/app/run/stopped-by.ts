import type { MigrationLock } from '../../runner/lock.js';
import { secondSession } from './hold-lock.js';
import type { Run } from './open-run.js';

/**
 * Does work that a signal stops. A program that just ended would leave its statement to the server, which would run it to its
 * end and hold its locks meanwhile: so the statement is canceled, and the work ends as after any failure.
 */
export async function stoppedBy<Result>(
  signal: AbortSignal,
  run: Run,
  lock: Pick<MigrationLock, 'pooling'>,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  let canceling: Promise<void> | undefined;
  const stop = (): void => {
    run.emit({
      kind: 'warning',
      message: 'Stopping. What is running is canceled; once more ends the program at once.',
    });
    canceling = cancel(run, lock);
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await work(signal);
  } finally {
    signal.removeEventListener('abort', stop);
    await canceling;
  }
}

/** Behind a pooler the server's session may be somebody else's by now; there only what comes next is not begun. */
async function cancel(run: Run, { pooling }: Pick<MigrationLock, 'pooling'>): Promise<void> {
  const open = pooling === 'none' ? secondSession(run) : undefined;
  const other = await open?.().catch(() => undefined);
  try {
    await other?.query('SELECT pg_catalog.pg_cancel_backend($1::integer)', [String(run.database.backendPid)]);
  } catch {
    // Then it ends when the statement does.
  } finally {
    await other?.close();
  }
}
