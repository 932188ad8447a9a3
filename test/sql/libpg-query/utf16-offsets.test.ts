import { describe, expect, it } from 'vitest';
import { utf16OfCharacter, utf16Offsets } from '../../../src/sql/libpg-query/utf16-offsets.js';

describe('utf16Offsets', () => {
  it('agrees with an encoder at every character', () => {
    const text = 'a é漢😀b\uFEFF \r\n z';
    const at = utf16Offsets(text);
    for (let unit = 0; unit <= text.length; unit += 1) {
      if (/[\udc00-\udfff]/.test(text[unit] ?? '')) continue;
      expect(at(Buffer.byteLength(text.slice(0, unit)))).toBe(unit);
    }
  });

  it('gives the start of a character for an offset inside it, and the end for one behind all', () => {
    const at = utf16Offsets('a漢b');
    expect([at(2), at(3), at(4), at(99)]).toEqual([1, 1, 2, 3]);
    expect(utf16Offsets('abc')(99)).toBe(3);
  });

  it('answers a look-up in a large text at once', () => {
    const at = utf16Offsets('é'.repeat(1_000_000));
    const started = performance.now();
    for (let i = 0; i < 1_000_000; i += 1) at(i);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

it('utf16OfCharacter counts code points', () => {
  expect([0, 1, 2, 3, 9].map((count) => utf16OfCharacter('a😀b', count))).toEqual([0, 1, 3, 4, 4]);
});
