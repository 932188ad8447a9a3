import { describe, expect, it } from 'vitest';
import { checksum } from '../../src/sources/checksum.js';
import { readHeader } from '../../src/sources/header.js';

describe('readHeader', () => {
  it('reads keys and indented continuation lines from the comments at the top', () => {
    const { fields } = readHeader(
      '-- =====\n-- Migration: Books\n-- Description: A table\n--   of books\n-- by hand\n-- Impact: none\n\nSELECT 1;\n-- Author: nobody',
    );
    expect(fields).toMatchObject({ migration: 'Books', description: 'A table of books', impact: 'none' });
    expect(fields.author).toBeUndefined();
  });

  it('reads a block comment', () => {
    const { fields } = readHeader('/*\n * Purpose: search\n * Testing: by hand\n */\nSELECT 1;');
    expect(fields).toMatchObject({ purpose: 'search', testing: 'by hand' });
  });

  it.each([
    ['-- Depends on: 0001_a.sql, 0002_b', ['0001_a', '0002_b']],
    ['-- Depends: 0001_a.SQL', ['0001_a']],
    ['-- Depends on: none', []],
    ['-- Description: nothing else', []],
  ])('reads the dependencies of %j', (text, expected) => {
    expect(readHeader(text).dependencies).toEqual(expected);
  });
});

describe('checksum', () => {
  it('is the sum of the file with LF endings, whatever the endings and the byte-order mark', () => {
    // `printf 'SELECT 1;\n' | sha256sum`
    const sum = 'b4e0497804e46e0a0b0b8c31975b062152d551bac49c3c2e80932567b4085dcd';
    expect(checksum('SELECT 1;\n')).toBe(sum);
    expect(checksum('\uFEFFSELECT 1;\r\n')).toBe(sum);
    expect(checksum('SELECT 2;\n')).not.toBe(sum);
  });
});
