import { expect, test } from 'vitest';
import type { Edit } from '../../src/core/edit.js';
import type { Finding } from '../../src/core/report.js';
import { applyFixes, fixPasses } from '../../src/engine/fix-passes.js';
import { insertKeyword } from '../../src/engine/keyword-edit.js';

const edit = (start: number, end: number, text: string): Edit => ({ span: { start, end }, text });
const finding = (fix: readonly Edit[], suppressed = false): Finding => ({
  ruleId: 'r',
  category: 'schema',
  severity: 'error',
  direction: 'up',
  message: '',
  effect: '',
  workaround: '',
  url: '',
  path: 'a.sql',
  span: { start: 0, end: 0 },
  line: 1,
  column: 1,
  endLine: 1,
  endColumn: 1,
  locks: [],
  rewrites: [],
  scans: [],
  fix,
  suppressed,
  fingerprint: '',
});

test('a fix is applied whole or not at all', () => {
  const first = finding([edit(0, 1, 'A'), edit(4, 5, 'E')]);
  const overlapping = finding([edit(2, 3, 'C'), edit(4, 5, 'X')]);
  expect(applyFixes('abcde', [first, overlapping])).toBe('AbcdE');
});

test.each([
  ['two insertions at one place', [edit(2, 2, 'x')], [edit(2, 2, 'y')], 'abxcde'],
  ['an insertion at the end of a replacement', [edit(1, 2, 'B')], [edit(2, 2, 'y')], 'aBycde'],
  ['an insertion inside a replacement', [edit(1, 3, 'B')], [edit(2, 2, 'y')], 'aBde'],
])('%s', (_, a, b, expected) => {
  expect(applyFixes('abcde', [finding(a), finding(b)])).toBe(expected);
});

test('what is suppressed is not fixed', () => {
  expect(applyFixes('abc', [finding([edit(0, 1, 'A')], true)])).toBe('abc');
});

test('passes go on until nothing changes', () => {
  const text = fixPasses('xxx', (now) =>
    now.includes('x') ? [finding([edit(now.indexOf('x'), now.indexOf('x') + 1, 'y')])] : [],
  );
  expect(text).toBe('yyy');
});

test('a fix that never settles ends all the same', () => {
  let passes = 0;
  fixPasses('x', () => {
    passes += 1;
    return [finding([edit(0, 0, 'x')])];
  });
  expect(passes).toBe(10);
});

test.each([
  ['create index on t', 12, ' concurrently'],
  ['CREATE INDEX ON t', 12, ' CONCURRENTLY'],
])('%s: the keyword takes the case of the one before it', (sql, offset, text) => {
  expect(insertKeyword(sql, offset, 'CONCURRENTLY')).toEqual([edit(offset, offset, text)]);
});
