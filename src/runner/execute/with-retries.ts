import type { Step } from '../plan/plan.js';
import { defaults, type ExecuteOptions, longestPause } from './execute-options.js';
import { isPassing } from './failure.js';
import type { StepFailure } from './result.js';

export interface Tried<T> {
  readonly last: T;
  readonly attempts: number;
}

/** Runs it again, with longer and longer pauses, while what fails is only a lock. */
export async function withRetries<T extends { readonly failure?: StepFailure | undefined }>(
  { attempts: most = defaults.attempts, backoff = defaults.backoff, clock, onEvent, signal }: ExecuteOptions,
  { migration }: Step,
  attempt: () => Promise<T>,
): Promise<Tried<T>> {
  for (let attempts = 1; ; attempts += 1) {
    const last = await attempt();
    if (last.failure === undefined || !isPassing(last.failure) || attempts >= most || signal?.aborted)
      return { last, attempts };
    const pauseMs = Math.min(backoff * 2 ** (attempts - 1), longestPause);
    const { message: reason, blockers = [] } = last.failure;
    onEvent?.({ kind: 'retry', migration, attempt: attempts + 1, of: most, reason, pauseMs, blockers });
    await Promise.race([clock.sleep(pauseMs), aborted(signal)]);
  }
}

const aborted = (signal: AbortSignal | undefined): Promise<void> =>
  new Promise((done) => {
    signal?.addEventListener('abort', () => done(), { once: true });
  });
