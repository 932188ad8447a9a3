/** Waits for `work`; once `limit` milliseconds have passed, `interrupt` is called and makes it end. Tells whether it was. */
export async function withLimit<Result>(
  limit: number,
  work: () => Promise<Result>,
  interrupt: () => Promise<void>,
): Promise<{ readonly interrupted: boolean; readonly result: PromiseSettledResult<Result> }> {
  let interrupted = false;
  let interrupting = Promise.resolve();
  const timer = setTimeout(() => {
    interrupted = true;
    interrupting = interrupt();
  }, limit);
  const [result] = await Promise.allSettled([work()]);
  clearTimeout(timer);
  await interrupting;
  return { interrupted, result };
}
