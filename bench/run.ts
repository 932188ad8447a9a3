/** `npm run bench [-- rounds]`: times of whole processes, cold, and growth with the length of the history. */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Command, measureInTurns, measureKept, measureUsage } from './measure.js';
import { writeHistory } from './write-history.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const rounds = Number(process.argv[2] ?? 7);
const installed = (name: string): string => path.join(here, 'node_modules', '.bin', name);

const pgairlock = (paths: readonly string[]): Command => ({
  name: 'pgairlock lint',
  program: process.execPath,
  arguments: [path.join(here, '..', 'bin', 'pgairlock.js'), 'lint', '--format', 'json', ...paths],
});
const squawk = (files: readonly string[]): Command => ({
  name: 'squawk',
  program: installed('squawk'),
  arguments: ['--reporter', 'json', ...files],
});
const pgfence = (files: readonly string[]): Command => ({
  name: 'pgfence',
  program: installed('pgfence'),
  arguments: ['analyze', '--output', 'json', ...files],
});

const print = (line = ''): boolean => process.stdout.write(`${line}\n`);
const inMilliseconds = (value: number): string => `${value.toFixed(0)} ms`;
const inMegabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

function compare(title: string, commands: readonly Command[]): void {
  const medians = measureInTurns(commands, rounds);
  const own = medians[0] ?? Number.NaN;
  print(`### ${title}, median of ${rounds} rounds\n`);
  print('| program | median | pgairlock / program |');
  print('|---|---:|---:|');
  commands.forEach(({ name }, index) => {
    const time = medians[index] ?? Number.NaN;
    print(`| ${name} | ${inMilliseconds(time)} | ${(own / time).toFixed(2)} |`);
  });
  print();
}

function growth(folder: string, counts: readonly number[]): void {
  print('### Growth with the length of the history\n');
  print('| files | text | time | CPU time | CPU time a file | peak memory | in use at the end |');
  print('|---:|---:|---:|---:|---:|---:|---:|');
  const usageFile = path.join(folder, 'usage.json');
  const points = counts.map((count) => {
    const migrations = path.join(folder, String(count));
    const { bytes } = writeHistory(migrations, count);
    const { milliseconds, cpuMilliseconds, peakBytes } = measureUsage(pgairlock([migrations]), usageFile);
    const kept = measureKept(migrations);
    const times = [milliseconds, cpuMilliseconds].map(inMilliseconds);
    const memory = [peakBytes, kept].map(inMegabytes);
    const perFile = `${(cpuMilliseconds / count).toFixed(2)} ms`;
    print(`| ${[count, inMegabytes(bytes), ...times, perFile, ...memory].join(' | ')} |`);
    return { count, bytes, cpuMilliseconds, kept };
  });
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return;
  const memory = (last.kept - first.kept) / (last.bytes - first.bytes);
  const time = last.cpuMilliseconds / first.cpuMilliseconds / (last.count / first.count);
  print(`\nCPU time grows ${time.toFixed(2)} times as fast as the number of files.`);
  print(`At the end of the replay, each further byte of text keeps ${memory.toFixed(1)} bytes in use.`);
}

print(`Node ${process.versions.node}, ${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}).\n`);
const folder = mkdtempSync(path.join(tmpdir(), 'pgairlock-bench-'));
try {
  const { files } = writeHistory(path.join(folder, 'migrations'), 500);
  const { files: single } = writeHistory(path.join(folder, 'one'), 1);
  compare('One file', [pgairlock(single), squawk(single), pgfence(single)]);
  compare('500 files', [pgairlock([path.join(folder, 'migrations')]), squawk(files), pgfence(files)]);
  growth(folder, [1000, 3000, 10_000]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
