import type { Readable, Writable } from 'node:stream';
import type { HostProcess } from '../verify/scratch/clean-up.js';

/** Where text goes. */
export type Output = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** The world around one run of the program, so that nothing else reads it from `process`. */
export interface Io {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute. */
  readonly cwd: string;
  readonly stdin: Readable;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Of which a command hears when it is told to end. Absent: it is not told. */
  readonly process?: HostProcess | undefined;
}

/** Set by a command; 0 where none sets it. */
export interface Outcome {
  status: number;
}

/**
 * @param flag what `--color` or `--no-color` asked for
 * @see https://no-color.org and https://force-color.org
 */
export function usesColor({ env, stdout }: Io, flag?: boolean | undefined): boolean {
  if (flag !== undefined) return flag;
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return stdout.isTTY === true && env.TERM !== 'dumb';
}

export const widthOf = ({ stdout, env }: Io): number => stdout.columns ?? (Number(env.COLUMNS) || 80);

export async function readAll(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** A reader that went away, as `| head` does, is no error: what is left to say has no one to hear it. */
export function ignoreClosedPipe(stream: Writable): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}
