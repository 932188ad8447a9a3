import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { z } from 'zod';
import type { ServerTarget } from '../../src/database/connection-target.js';

export interface RunnerProcess {
  readonly pid: number;
  /** What it said of each step when it ended; `undefined` where it was killed. */
  readonly ended: Promise<readonly string[] | undefined>;
  /** SIGKILL: it can do nothing more. */
  kill(): Promise<void>;
}

export interface RunnerProgram {
  start(target: ServerTarget, files: Readonly<Record<string, string>>, wait?: number): RunnerProcess;
  remove(): void;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The program as one file, so that ten of them start at once in a moment. */
export async function buildRunner(): Promise<RunnerProgram> {
  // Below node_modules its packages are found, and nobody else looks.
  const folder = join(root, 'node_modules/.cache', `pgairlock-runner-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  await build({
    root,
    configFile: false,
    logLevel: 'silent',
    build: { ssr: 'test/reliability/runner-process.ts', outDir: folder, emptyOutDir: true, target: 'node20' },
  });
  return {
    start: (target, files, wait) => startRunner(join(folder, 'runner-process.js'), { target, files, wait }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

interface Work {
  readonly target: ServerTarget;
  readonly files: Readonly<Record<string, string>>;
  readonly wait: number | undefined;
}

function startRunner(program: string, { target, files, wait }: Work): RunnerProcess {
  const { host, port, user, database } = target;
  const url = `postgres:///${database}?user=${user}&port=${port}&host=${encodeURIComponent(host)}`;
  const list = Object.entries(files).map(([id, sql]) => ({ id, sql }));
  const env = { ...process.env, RUNNER_WORK: JSON.stringify({ url, files: list, wait }) };
  const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = outcomeOf(child);
  return {
    pid: child.pid ?? 0,
    ended,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function outcomeOf(child: ChildProcess): Promise<readonly string[] | undefined> {
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  await new Promise((done) => child.once('close', done));
  return child.signalCode === null ? z.array(z.string()).parse(JSON.parse(text)) : undefined;
}
