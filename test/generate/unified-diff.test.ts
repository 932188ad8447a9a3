import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unifiedDiff } from '../../src/generate/unified-diff.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'pgairlock-diff-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const lines = (...texts: readonly string[]): string => texts.map((text) => `${text}\n`).join('');
const letters = (count: number): readonly string[] => Array.from({ length: count }, (_, at) => `line ${at}`);

const pairs: readonly (readonly [string, string, string])[] = [
  ['a changed line', lines(...letters(20)), lines(...letters(9), 'other', ...letters(20).slice(10))],
  ['a line at the start', lines(...letters(8)), lines('first', ...letters(8))],
  ['a line at the end', lines(...letters(8)), lines(...letters(8), 'last')],
  ['lines that are gone', lines(...letters(30)), lines(...letters(30).filter((_, at) => at !== 4 && at !== 25))],
  ['two changes far apart', lines(...letters(40)), lines('x', ...letters(40).slice(1, 38), 'y', 'z')],
  ['nothing before', '', lines('a', 'b')],
  ['everything other', lines('a', 'b', 'c'), lines('d', 'e')],
  ['moved lines', lines('a', 'b', 'c', 'd', 'e'), lines('c', 'd', 'a', 'b', 'e')],
];

test.each(pairs)('what it prints is a patch: %s', (_, before, after) => {
  const file = path.join(folder, 'types.ts');
  writeFileSync(file, before);
  writeFileSync(path.join(folder, 'change.patch'), unifiedDiff(before, after, 'types.ts'));
  execFileSync('git', ['apply', '--unidiff-zero', 'change.patch'], { cwd: folder });
  expect(readFileSync(file, 'utf8')).toBe(after);
});

test('three lines stand around a change, and no others', () => {
  const after = letters(20).map((text, at) => (at === 10 ? 'other' : text));
  expect(unifiedDiff(lines(...letters(20)), lines(...after), 'a.ts').split('\n')).toEqual([
    '--- a/a.ts',
    '+++ b/a.ts',
    '@@ -8,7 +8,7 @@',
    ' line 7',
    ' line 8',
    ' line 9',
    '-line 10',
    '+other',
    ' line 11',
    ' line 12',
    ' line 13',
    '',
  ]);
});

test('equal texts have no diff', () => {
  expect(unifiedDiff('a\nb\n', 'a\nb\n', 'a.ts')).toBe('');
});
