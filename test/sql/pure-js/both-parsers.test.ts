import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compareParsers } from '../../../scripts/parser-comparison.js';
import { loadLibpgQuery } from '../../../src/sql/libpg-query/adapter.js';
import { pureJs } from '../../../src/sql/pure-js/adapter.js';
import { unreadTag } from '../../../src/sql/pure-js/read-expression.js';

const folder = new URL('../../../fixtures/parser-sample/', import.meta.url);
const libpgQuery = await loadLibpgQuery();

describe('both parsers read the same operations', () => {
  for (const file of readdirSync(folder)) {
    const comparisons = compareParsers(readFileSync(new URL(file, folder), 'utf8'), libpgQuery, pureJs);

    test(`in every statement of ${file}`, () => {
      expect(comparisons.length).toBeGreaterThan(20);
      for (const { verdict, sql, first, second } of comparisons) {
        expect(second, sql).not.toHaveLength(0);
        expect(JSON.stringify(second), sql).not.toContain(unreadTag);
        expect({ sql, verdict, operations: verdict === 'equal' ? first : second }).toEqual({
          sql,
          verdict: 'equal',
          operations: first,
        });
      }
    });
  }
});

test('a difference in a flag, a type or a place is seen', () => {
  const altered = (change: (json: string) => string) => ({
    name: 'pure-js' as const,
    parse: (text: string, from: number, to: number) =>
      JSON.parse(change(JSON.stringify(pureJs.parse(text, from, to)))) as ReturnType<typeof pureJs.parse>,
  });
  const sql = 'alter table books add column pages integer not null';
  const verdictOf = (change: (json: string) => string) =>
    compareParsers(sql, libpgQuery, altered(change)).map(({ verdict }) => verdict);
  expect(verdictOf((json) => json)).toEqual(['equal']);
  expect(verdictOf((json) => json.replace('"notNull":true', '"notNull":false'))).toEqual(['different']);
  expect(verdictOf((json) => json.replace('"int4"', '"int8"'))).toEqual(['different']);
  expect(verdictOf((json) => json.replaceAll('"end":51', '"end":50'))).toEqual(['different']);
});
