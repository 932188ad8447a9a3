/** Something outside of this process that must not outlive it. */
export interface Left {
  /** Removes it. Called once or more. */
  readonly remove: () => Promise<void>;
  /** What can be done where nothing may be waited for, as the process exits. */
  readonly removeNow?: (() => void) | undefined;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** Milliseconds: a server that does not answer must not keep a person from ending the program. */
const patience = 10_000;

const left = new Set<Left>();
let ending = false;

/**
 * Sees to it that something is removed though the process is told to end. The returned function is called once it is
 * removed; as long as nothing is left, signals do what they always do.
 */
export function cleanUp(one: Left): () => void {
  if (left.size === 0) listen();
  left.add(one);
  return () => {
    if (left.delete(one) && left.size === 0) ignore();
  };
}

function listen(): void {
  for (const signal of signals) process.on(signal, onSignal);
  process.on('exit', onExit);
}

function ignore(): void {
  for (const signal of signals) process.off(signal, onSignal);
  process.off('exit', onExit);
}

/**
 * Waits for work on what is removed when the process ends. Its failure is then no news: it stays unanswered, so that nobody
 * ends the process over it before everything is removed.
 */
export async function unlessEnding<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (ending) return new Promise<Result>(() => {});
    throw error;
  }
}

function onSignal(signal: NodeJS.Signals): void {
  ending = true;
  const all = [...left];
  const limit = new Promise((resolve) => setTimeout(resolve, patience).unref());
  void Promise.race([Promise.allSettled(all.map(({ remove }) => remove())), limit]).then(() => {
    onExit();
    left.clear();
    ignore();
    ending = false;
    process.kill(process.pid, signal);
  });
}

function onExit(): void {
  for (const { removeNow } of left) removeNow?.();
}
