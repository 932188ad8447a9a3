import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Command {
  readonly name: string;
  readonly program: string;
  readonly arguments: readonly string[];
}

export interface Measurement {
  readonly milliseconds: number;
}

/** What a Node program used. */
export interface Usage extends Measurement {
  /** Of all its threads: on a busy machine, steadier than the time that passed. */
  readonly cpuMilliseconds: number;
  /** Peak resident size. */
  readonly peakBytes: number;
}

/** Exit codes with which a linter says that it found something. */
const answers = new Set([0, 1]);

/** Runs a Node program once, as `measure` does, with what it used; `usageFile` is written. */
export function measureUsage(command: Command, usageFile: string): Usage {
  const preload = new URL('report-usage.mjs', import.meta.url).href;
  const measured = measure(command, { NODE_OPTIONS: `--import=${preload}`, USAGE_FILE: usageFile });
  const { userCPUTime, maxRSS } = JSON.parse(readFileSync(usageFile, 'utf8'));
  return { ...measured, cpuMilliseconds: userCPUTime / 1000, peakBytes: maxRSS * 1024 };
}

/** Bytes in use after a collection. */
export interface Kept {
  /** When the last migration was replayed: the most that a run holds. */
  readonly replayed: number;
  /** At its end, with the report still held. */
  readonly reported: number;
}

export function measureKept(folder: string): Kept {
  const script = fileURLToPath(new URL('report-kept.mjs', import.meta.url));
  return JSON.parse(execFileSync(process.execPath, ['--expose-gc', script, folder], { encoding: 'utf8' }));
}

/** Runs a program once, from its start to its end, in a process of its own. */
export function measure(command: Command, environment: Readonly<Record<string, string>> = {}): Measurement {
  const started = process.hrtime.bigint();
  const { status, error, stderr } = spawnSync(command.program, command.arguments, {
    env: { ...process.env, NO_COLOR: '1', ...environment },
    maxBuffer: 2 ** 30,
  });
  const milliseconds = Number(process.hrtime.bigint() - started) / 1e6;
  if (error) throw error;
  if (status === null || !answers.has(status)) {
    throw new Error(`${command.name} ended with ${status}: ${stderr.toString().slice(0, 500)}`);
  }
  return { milliseconds };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[middle]];
  return (low + high) / 2;
}

/** One median a command, of runs in turns (A B C A B C …), so that a busy moment of the machine falls on all of them. */
export function measureInTurns(commands: readonly Command[], rounds: number): readonly number[] {
  const times = commands.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, command] of commands.entries()) times[index]?.push(measure(command).milliseconds);
  }
  return times.map(median);
}
