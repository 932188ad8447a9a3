import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Command {
  readonly name: string;
  readonly program: string;
  readonly arguments: readonly string[];
}

export interface Measurement {
  readonly milliseconds: number;
  /** Peak resident size; of Node programs only, 0 for others. */
  readonly peakBytes: number;
}

/** Exit codes with which a linter says that it found something. */
const answers = new Set([0, 1]);

/** Runs a program once, from its start to its end, in a process of its own. */
export function measure(command: Command, peakFile?: string): Measurement {
  const preload = new URL('report-peak.mjs', import.meta.url).href;
  const peak = peakFile === undefined ? {} : { NODE_OPTIONS: `--import=${preload}`, PEAK_FILE: peakFile };
  const started = process.hrtime.bigint();
  const { status, error, stderr } = spawnSync(command.program, command.arguments, {
    env: { ...process.env, NO_COLOR: '1', ...peak },
    maxBuffer: 2 ** 30,
  });
  const milliseconds = Number(process.hrtime.bigint() - started) / 1e6;
  if (error) throw error;
  if (status === null || !answers.has(status)) {
    throw new Error(`${command.name} ended with ${status}: ${stderr.toString().slice(0, 500)}`);
  }
  const peakBytes = peakFile === undefined ? 0 : Number(readFileSync(peakFile, 'utf8')) * 1024;
  return { milliseconds, peakBytes };
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
