/** `npm run bench [-- rounds]`: times of whole processes, cold, and growth with the length of the history. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Command, measure, measureInTurns } from './measure.js';
import { writeHistory } from './write-history.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const rounds = Number(process.argv[2] ?? 7);
const installed = (name: string): string => path.join(here, 'node_modules', '.bin', name);

/** @param flags of Node */
const pgairlock = (paths: readonly string[], flags: readonly string[] = []): Command => ({
  name: 'pgairlock lint',
  program: process.execPath,
  arguments: [...flags, path.join(here, '..', 'bin', 'pgairlock.js'), 'lint', '--format', 'json', ...paths],
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

/** V8 lets garbage pile up while memory is there; with little of it, the peak is what the program needs. */
const littleHeap = ['--max-old-space-size=64'];

function growth(folder: string, counts: readonly number[]): void {
  print('### Growth with the length of the history\n');
  print('| files | text | time | time a file | peak memory | with a heap of 64 MB |');
  print('|---:|---:|---:|---:|---:|---:|');
  const peakFile = path.join(folder, 'peak');
  const points = counts.map((count) => {
    const migrations = path.join(folder, String(count));
    const { bytes } = writeHistory(migrations, count);
    const { milliseconds, peakBytes } = measure(pgairlock([migrations]), peakFile);
    const needed = measure(pgairlock([migrations], littleHeap), peakFile).peakBytes;
    const cells = [inMegabytes(bytes), inMilliseconds(milliseconds), `${(milliseconds / count).toFixed(2)} ms`];
    print(`| ${[count, ...cells, inMegabytes(peakBytes), inMegabytes(needed)].join(' | ')} |`);
    return { count, bytes, milliseconds, needed };
  });
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return;
  const memory = (last.needed - first.needed) / (last.bytes - first.bytes);
  const time = last.milliseconds / first.milliseconds / (last.count / first.count);
  print(`\nTime grows ${time.toFixed(2)} times as fast as the number of files.`);
  print(`With little heap, each further byte of text takes ${memory.toFixed(1)} bytes of memory.`);
}

const folder = mkdtempSync(path.join(tmpdir(), 'pgairlock-bench-'));
try {
  const { files } = writeHistory(path.join(folder, 'migrations'), 500);
  const { files: single } = writeHistory(path.join(folder, 'one'), 1);
  compare('One file', [pgairlock(single), squawk(single), pgfence(single)]);
  compare('500 files', [pgairlock([path.join(folder, 'migrations')]), squawk(files), pgfence(files)]);
  growth(folder, [1000, 10_000]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
