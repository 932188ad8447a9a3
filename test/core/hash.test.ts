import { expect, test } from 'vitest';
import { fnv1a64 } from '../../src/core/hash.js';

// Test vectors of the FNV draft, appendix C.
test.each([
  ['', 'cbf29ce484222325'],
  ['a', 'af63dc4c8601ec8c'],
  ['foobar', '85944171f73967e8'],
])('the hash of %j is %s', (text, hash) => {
  expect(fnv1a64(text)).toBe(hash);
});

test('text is hashed as UTF-8', () => {
  expect(fnv1a64('é')).not.toBe(fnv1a64('e'));
  expect(fnv1a64('é')).toMatch(/^[0-9a-f]{16}$/);
});

test('a text may be hashed piece by piece', () => {
  expect(fnv1a64('bar', fnv1a64('foo'))).toBe('85944171f73967e8');
});
