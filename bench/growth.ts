import path from 'node:path';
import { inMegabytes, inMilliseconds, print } from './figures.js';
import { type Kept, measureKept, measureUsage } from './measure.js';
import { pgairlock } from './pgairlock.js';
import { writeHistory } from './write-history.js';

interface Point extends Kept {
  readonly count: number;
  readonly bytes: number;
  readonly cpuMilliseconds: number;
}

/** Prints what histories of these lengths cost, and what each further byte of their text does. */
export function growth(folder: string, counts: readonly number[]): void {
  print('### Growth with the length of the history\n');
  print('| files | text | time | CPU time | CPU time a file | peak memory | in use, replayed | in use at the end |');
  print('|---:|---:|---:|---:|---:|---:|---:|---:|');
  const points = counts.map((count) => measureOne(folder, count));
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return;
  const each = (of: (point: Point) => number): number => (of(last) - of(first)) / (last.bytes - first.bytes);
  const time = last.cpuMilliseconds / first.cpuMilliseconds / (last.count / first.count);
  print(`\nCPU time grows ${time.toFixed(2)} times as fast as the number of files.`);
  const [replayed, reported] = [each((point) => point.replayed), each((point) => point.reported)];
  print(
    `Each further byte of text: ${replayed.toFixed(2)} bytes in use when all is replayed, the most that a run holds,`,
  );
  print(`and ${reported.toFixed(2)} at the end, with the report still held.`);
}

function measureOne(folder: string, count: number): Point {
  const migrations = path.join(folder, String(count));
  const { bytes } = writeHistory(migrations, count);
  const usage = measureUsage(pgairlock([migrations]), path.join(folder, 'usage.json'));
  const { milliseconds, cpuMilliseconds, peakBytes } = usage;
  const kept = measureKept(migrations);
  const times = [milliseconds, cpuMilliseconds].map(inMilliseconds);
  const memory = [peakBytes, kept.replayed, kept.reported].map(inMegabytes);
  const perFile = `${(cpuMilliseconds / count).toFixed(2)} ms`;
  print(`| ${[count, inMegabytes(bytes), ...times, perFile, ...memory].join(' | ')} |`);
  return { count, bytes, cpuMilliseconds, ...kept };
}
