import { expect, test } from 'vitest';
import { listText } from '../../src/core/list-text.js';

test('names become an English list', () => {
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map((names) => listText(names))).toEqual([
    '',
    'a',
    'a and b',
    'a, b and c',
  ]);
});

test('a long list is cut', () => {
  expect(listText(['a', 'b', 'c', 'd'], 2)).toBe('a, b and 2 more');
});
