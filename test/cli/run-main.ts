import { PassThrough, Writable } from 'node:stream';
import { main } from '../../src/cli/main.js';
import type { Exit } from './built-program.js';

export interface Call {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What a person types at the terminal; absent where there is none. */
  readonly answer?: string | undefined;
}

/** Runs the command line in this process. */
export async function runMain(argv: readonly string[], { cwd, env = {}, answer }: Call): Promise<Exit> {
  const isTTY = answer !== undefined;
  const [out, err] = [collect(), collect()];
  const stdin = Object.assign(new PassThrough(), { isTTY });
  if (isTTY) stdin.write(`${answer}\n`);
  const status = await main({
    argv,
    cwd,
    env,
    stdin,
    stdout: Object.assign(out.stream, { isTTY }),
    stderr: Object.assign(err.stream, { isTTY }),
  });
  return { status, stdout: out.text(), stderr: err.text() };
}

function collect(): { readonly stream: Writable; readonly text: () => string } {
  const chunks: string[] = [];
  const stream = new Writable({
    write: (chunk, _, done) => {
      chunks.push(String(chunk));
      done();
    },
  });
  return { stream, text: () => chunks.join('') };
}
