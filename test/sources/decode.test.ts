import { describe, expect, it } from 'vitest';
import { decode } from '../../src/sources/decode.js';

describe('decode', () => {
  it('removes a byte-order mark', () => {
    expect(decode(Buffer.from('\uFEFFSELECT 1;'))).toEqual({ text: 'SELECT 1;' });
  });

  it('keeps text beyond the basic plane', () => {
    expect(decode(Buffer.from("SELECT '📚';")).text).toBe("SELECT '📚';");
  });

  it.each([
    ['git-crypt', Buffer.from('\0GITCRYPT\0abc', 'latin1'), /git-crypt unlock/],
    ['UTF-16', Buffer.from('\uFEFFSELECT 1;', 'utf16le'), /UTF-16/],
    ['a NUL byte', Buffer.from('SELECT 1;\nSELECT \0;'), /NUL byte in line 2/],
    ['Latin-1', Buffer.from('SELECT 1;\n-- caf\xe9\n', 'latin1'), /byte 0xe9 in line 2/],
    ['a cut-off character', Buffer.from('-- é').subarray(0, 4), /Not valid UTF-8/],
    ['a Git LFS pointer', Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:0\n'), /git lfs pull/],
  ])('says what is wrong with %s and gives no text', (_, bytes, message) => {
    const { text, problem } = decode(bytes);
    expect(text).toBe('');
    expect(problem).toMatch(message);
  });
});
