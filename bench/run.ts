/** `npm run bench [-- rounds]`: times of whole processes, cold, and growth with the length of the history. */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { inMilliseconds, print } from './figures.js';
import { growth } from './growth.js';
import { type Command, measureInTurns } from './measure.js';
import { pgairlock } from './pgairlock.js';
import { writeHistory } from './write-history.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const rounds = Number(process.argv[2] ?? 7);
const installed = (name: string): string => path.join(here, 'node_modules', '.bin', name);

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
