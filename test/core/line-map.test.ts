import { expect, test } from 'vitest';
import { createLineMap } from '../../src/core/line-map.js';

test('offsets become lines and columns from 1', () => {
  const place = createLineMap('ab\ncd\n\nx');
  expect([0, 1, 2, 3, 5, 6, 7].map(place)).toEqual([
    { line: 1, column: 1 },
    { line: 1, column: 2 },
    { line: 1, column: 3 },
    { line: 2, column: 1 },
    { line: 2, column: 3 },
    { line: 3, column: 1 },
    { line: 4, column: 1 },
  ]);
});

test('columns count UTF-16 units, and a carriage return belongs to the line that it ends', () => {
  const place = createLineMap("'😀'\r\nx");
  expect(place(4)).toEqual({ line: 1, column: 5 });
  expect(place(6)).toEqual({ line: 2, column: 1 });
});

test('an offset outside the text is taken as its end or beginning', () => {
  const place = createLineMap('a\nb');
  expect(place(99)).toEqual({ line: 2, column: 2 });
  expect(place(-1)).toEqual({ line: 1, column: 1 });
});
