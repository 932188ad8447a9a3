import { expect, test } from 'vitest';
import { durationInMilliseconds, isUnlimited } from '../../src/core/duration.js';

test.each([
  ['500', 500],
  ['2s', 2000],
  ['1.5 min', 90_000],
  ['1h', 3_600_000],
  ['1d', 86_400_000],
  ['100us', 0.1],
  ['0', 0],
  ['soon', undefined],
  ['2 weeks', undefined],
  ['', undefined],
])('%j is %s ms', (value, expected) => {
  expect(durationInMilliseconds(value)).toBe(expected);
});

test('nothing and zero are no limit', () => {
  expect([undefined, '0', '0s', '0 min', '1ms', 'soon'].map(isUnlimited)).toEqual([
    true,
    true,
    true,
    true,
    false,
    false,
  ]);
});
