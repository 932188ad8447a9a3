import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface ProgramRun {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Takes what the program writes, in order. Absent: it is thrown away. An error of it ends the program. */
  readonly write?: ((chunk: Buffer) => Promise<void>) | undefined;
  /** Ends the program. */
  readonly signal?: AbortSignal | undefined;
}

export interface ProgramEnd {
  /** Absent where a signal ended it. */
  readonly status?: number | undefined;
  readonly endedBy?: NodeJS.Signals | undefined;
  /** The last part of what it said on standard error. */
  readonly errors: string;
}

const keptErrors = 8192;

/**
 * Runs a program to its end; when this returns or throws, it is gone.
 * @throws what `write` threw, and the system's error where the program cannot be started
 */
export async function runProgram({ file, args, env, write, signal }: ProgramRun): Promise<ProgramEnd> {
  const child = spawn(file, args, { env, stdio: ['ignore', write ? 'pipe' : 'ignore', 'pipe'], windowsHide: true });
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-keptErrors);
  });
  // Both `exit` and the end of its streams.
  const closed = once(child, 'close');
  // Nobody waits for it yet while its output is read.
  closed.catch(() => {});
  const end = (): boolean => child.kill();
  signal?.addEventListener('abort', end);
  if (signal?.aborted) end();
  try {
    if (write && child.stdout) for await (const chunk of child.stdout) await write(chunk);
    await closed;
  } catch (error) {
    end();
    // The first failure is the one to tell.
    await closed.catch(() => {});
    throw error;
  } finally {
    signal?.removeEventListener('abort', end);
  }
  return { status: child.exitCode ?? undefined, endedBy: child.signalCode ?? undefined, errors };
}
