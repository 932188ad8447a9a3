import { describe, expect, test } from 'vitest';
import { isSameTypes } from '../../../src/generate/types/same-types.js';

const generated = `export type Database = {
  public: {
    Tables: {
      books: {
        Row: { id: number; "first name": string | null }
        Relationships: [
          { columns: ["author_id"] },
        ]
      }
    }
    Enums: { mood: "sad" | "very happy" }
  }
}
`;

describe('a file of types is the same', () => {
  test.each([
    ['with other line endings', generated.replaceAll('\n', '\r\n')],
    ['with semicolons', generated.replaceAll('}\n', '};\n')],
    ['with single quotes', generated.replaceAll('"', "'")],
    ['without the comma at the end', generated.replace('] },', '] }')],
    ['with a long union broken up', generated.replace('mood: "sad" |', 'mood:\n      | "sad"\n      |')],
    ['with comments', `/* generated */\n// eslint-disable\n${generated}`],
    ['without the newline at the end', generated.trimEnd()],
  ])('%s', (_, text) => {
    expect(isSameTypes(text, generated)).toBe(true);
  });
});

describe('a file of types is another', () => {
  test.each([
    ['with another type', generated.replace('number', 'string')],
    ['with one more in a union', generated.replace('"sad" |', '"sad" | "ok" |')],
    ['with a name in other words', generated.replace('very happy', 'very  happy')],
    ['with an optional key', generated.replace('id:', 'id?:')],
    ['without null', generated.replace(' | null', '')],
    ['with a table too many', generated.replace('books: {', 'loans: {}\n books: {')],
  ])('%s', (_, text) => {
    expect(isSameTypes(text, generated)).toBe(false);
  });
});
