/** Something outside of this process that must not outlive it. */
export interface Left {
  /** Removes it. Called once or more. */
  readonly remove: () => Promise<void>;
  /** What can be done where nothing may be waited for, as the process exits. */
  readonly removeNow?: (() => void) | undefined;
}

type Ending = 'SIGINT' | 'SIGTERM' | 'SIGHUP';
const signals: readonly Ending[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** The little of Node's `process` that is needed to clean up when it ends. */
export interface HostProcess {
  readonly pid: number;
  on(event: Ending | 'exit', listener: () => void): unknown;
  off(event: Ending | 'exit', listener: () => void): unknown;
  kill(pid: number, signal: Ending): unknown;
}

/** Milliseconds: a server that does not answer must not keep a person from ending the program. */
const patience = 10_000;

const left = new Set<Left>();
let ending = false;
/** Stops listening. */
let ignore: () => void = () => {};

/**
 * Sees to it that something is removed though the process is told to end. The returned function is called once it is
 * removed; as long as nothing is left, signals do what they always do. Without a process nothing is listened to.
 */
export function cleanUp(one: Left, host: HostProcess | undefined): () => void {
  if (!host) return () => {};
  if (left.size === 0) ignore = listen(host);
  left.add(one);
  return () => {
    if (left.delete(one) && left.size === 0) ignore();
  };
}

function listen(host: HostProcess): () => void {
  const listeners = signals.map((signal) => ({ signal, listener: () => onSignal(host, signal) }));
  for (const { signal, listener } of listeners) host.on(signal, listener);
  host.on('exit', onExit);
  return () => {
    for (const { signal, listener } of listeners) host.off(signal, listener);
    host.off('exit', onExit);
  };
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

function onSignal(host: HostProcess, signal: Ending): void {
  ending = true;
  const all = [...left];
  const limit = new Promise((resolve) => setTimeout(resolve, patience).unref());
  void Promise.race([Promise.allSettled(all.map(({ remove }) => remove())), limit]).then(() => {
    onExit();
    left.clear();
    ignore();
    ending = false;
    host.kill(host.pid, signal);
  });
}

function onExit(): void {
  for (const { removeNow } of left) removeNow?.();
}
