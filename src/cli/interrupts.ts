const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Does work that can be stopped: the first Ctrl+C stops it, so that it can tidy up; the second one ends the program. */
export async function stoppable<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const abort = (): void => stop.abort();
  for (const signal of signals) process.once(signal, abort);
  try {
    return await work(stop.signal);
  } finally {
    for (const signal of signals) process.off(signal, abort);
  }
}
