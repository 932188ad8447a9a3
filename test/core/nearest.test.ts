import { expect, test } from 'vitest';
import { nearest } from '../../src/core/nearest.js';

const ids = ['drop-table', 'drop-column', 'rename-table'];

test.each([
  ['drop-tabel', 'drop-table'],
  ['dropcolumn', 'drop-column'],
  ['drop-table', 'drop-table'],
  ['xyzzy', undefined],
  ['', undefined],
])('%j is nearest to %s', (word, id) => {
  expect(nearest(word, ids)).toBe(id);
});
