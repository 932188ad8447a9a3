import { type ExecFileException, execFile } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'tsdown';
import { cliBuild } from '../../tsdown.config.js';

export const root = fileURLToPath(new URL('../../', import.meta.url));

export interface Exit {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface BuiltProgram {
  /** The script that node runs. */
  readonly script: string;
  /** Runs it as a process of its own. */
  run(cwd: string, args: readonly string[], stdin?: string, env?: Readonly<Record<string, string>>): Promise<Exit>;
}

/** Builds the command line for one test file. */
export async function buildProgram(testFile: string): Promise<BuiltProgram> {
  // Inside the project, so that the packages that are not bundled are found.
  const outDir = path.join(root, 'node_modules/.cache/pgairlock-cli-test', testFile);
  await build({ ...cliBuild, config: false, cwd: root, outDir, clean: true, logLevel: 'error' });
  const script = path.join(outDir, 'cli.js');
  return {
    script,
    run: (cwd, args, stdin = '', env = {}) =>
      new Promise((resolve) => {
        const child = execFile(
          process.execPath,
          [script, ...args],
          { cwd, env: { PATH: process.env.PATH, ...env } },
          (error: ExecFileException | null, stdout, stderr) =>
            resolve({ status: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, stdout, stderr }),
        );
        child.stdin?.end(stdin);
      }),
  };
}
