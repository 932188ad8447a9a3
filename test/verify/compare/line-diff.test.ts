import { describe, expect, test } from 'vitest';
import { diffLines } from '../../../src/verify/compare/line-diff.js';

const signed = (before: string, after: string): string =>
  diffLines(before, after)
    .map(({ sign, text }) => `${sign}${text}`)
    .join(' ');

describe('a diff of lines', () => {
  test.each([
    ['a\nb', 'a\nb', ' a  b'],
    ['a\nb\nc', 'a\nc', ' a -b  c'],
    ['a\nc', 'a\nb\nc', ' a +b  c'],
    ['a\nb', 'b\na', '-a  b +a'],
    ['a', 'b', '-a +b'],
  ])('of %j and %j keeps what both have', (before, after, expected) => {
    expect(signed(before, after)).toBe(expected);
  });

  test('makes the one text of the other', () => {
    const [before, after] = ['a b c d e f g'.split(' '), 'x b d c e y g z'.split(' ')];
    const lines = diffLines(before.join('\n'), after.join('\n'));
    const side = (sign: string): readonly string[] => lines.filter((l) => l.sign !== sign).map(({ text }) => text);
    expect(side('+')).toEqual(before);
    expect(side('-')).toEqual(after);
  });
});
