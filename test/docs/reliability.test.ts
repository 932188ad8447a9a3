import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const page = readFileSync(path.join(root, 'docs/reliability.md'), 'utf8');

/** The names of the tests in a file, as they are written. */
const testsIn = (file: string): readonly string[] =>
  [...readFileSync(path.join(root, file), 'utf8').matchAll(/^ {2,4}test\(\s*'((?:[^'\\]|\\.)*)'/gm)].map(
    ([, name = '']) => name.replaceAll('\\', ''),
  );

const files = [
  ...readdirSync(path.join(root, 'test/reliability'))
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => `test/reliability/${name}`),
  'test/runner/others-get-wrong.test.ts',
];

describe('the page on reliability', () => {
  test.each(files)('lists every scenario of %s', (file) => {
    const names = testsIn(file);
    expect(names.length).toBeGreaterThan(0);
    const listed = page.split('\n').filter((line) => line.startsWith('- '));
    for (const name of names) expect(listed).toContain(`- ${name}`);
  });
});
