import { describe, expect, test } from 'vitest';
import { keyOf, type LiveObject, type LiveSchema } from '../../../src/database/introspection/live-schema.js';
import { compareSchemas } from '../../../src/verify/compare/compare-schemas.js';
import { renderDifferences } from '../../../src/verify/compare/render-differences.js';

const schemaOf = (...objects: readonly LiveObject[]): LiveSchema =>
  new Map(objects.map((object) => [keyOf(object), object]));

const table = (columnOrder: string): LiveObject => ({
  kind: 'table',
  name: 'public.books',
  attributes: { owner: 'postgres', 'column order': columnOrder },
});
const column = (name: string, type = 'text'): LiveObject => ({
  kind: 'column',
  name: `public.books.${name}`,
  parent: 'table public.books',
  attributes: { type },
});
const routine = (definition: string): LiveObject => ({
  kind: 'function',
  name: 'public.f()',
  attributes: { definition },
});

const rendered = (before: LiveSchema, after: LiveSchema): string => renderDifferences(compareSchemas(before, after));

describe('two schemas', () => {
  test('that are the same have no difference', () => {
    expect(compareSchemas(schemaOf(table('a'), column('a')), schemaOf(table('a'), column('a')))).toEqual([]);
  });

  test('differ by a whole table once, with its parts counted', () => {
    const full = schemaOf(table('a, b'), column('a'), column('b'));
    expect(rendered(full, schemaOf())).toBe('- table public.books: is missing, with 2 of its parts');
    expect(rendered(schemaOf(), full)).toBe('+ table public.books: should not be there, with 2 of its parts');
  });

  test('differ by a column, and not by the order that follows from it', () => {
    expect(rendered(schemaOf(table('a, b'), column('a'), column('b')), schemaOf(table('b'), column('b')))).toBe(
      '- column public.books.a (text): is missing',
    );
  });

  test('differ by the order of columns that both have', () => {
    const columns = ['a', 'b', 'c', 'd'].map((name) => column(name));
    expect(rendered(schemaOf(table('a, b, c, d'), ...columns), schemaOf(table('a, c, d, b'), ...columns))).toBe(
      '~ table public.books: in another place among the columns: b',
    );
  });

  test('differ by attributes that changed, came and went', () => {
    const before = { ...column('a'), attributes: { type: 'text', default: "'x'" } };
    const after = { ...column('a'), attributes: { type: 'integer', 'not null': 'yes' } };
    expect(rendered(schemaOf(before), schemaOf(after)).split('\n')).toEqual([
      "~ column public.books.a: default is not set, was 'x'",
      '~ column public.books.a: not null is yes, was not set',
      '~ column public.books.a: type is integer, was text',
    ]);
  });

  test('show a function that changed as a small diff', () => {
    const body = (line: string): string =>
      ['create', 'one', 'two', 'three', line, 'five', 'six', 'seven', 'end'].join('\n');
    expect(rendered(schemaOf(routine(body('four'))), schemaOf(routine(body('vier'))))).toBe(
      [
        '~ function public.f(): definition is another',
        '    …',
        '      two',
        '      three',
        '    - four',
        '    + vier',
        '      five',
        '      six',
        '    …',
      ].join('\n'),
    );
  });
});
