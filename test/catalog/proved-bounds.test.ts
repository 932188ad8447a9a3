import { expect, test } from 'vitest';
import { provedLength, provedRange } from '../../src/catalog/proved-bounds.js';
import { replay, table } from './replay.js';

const booksWith = (check: string, more = '') =>
  table(
    replay(`create table books (pages bigint, isbn text); alter table books add constraint c check (${check})${more};`),
    'books',
  );

test.each([
  ['pages between 1 and 900', 1, 900],
  ['pages >= 1 and pages < 901', 1, 900],
  ['0 < pages', 1, Number.POSITIVE_INFINITY],
  ['pages >= -5', -5, Number.POSITIVE_INFINITY],
  ['pages = 7', 7, 7],
  ['pages < 10 or isbn is null', Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  ['length(isbn) < 3', Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
])('check (%s) bounds pages', (check, least, most) => {
  expect(provedRange(booksWith(check), 'pages')).toEqual({ least, most });
});

test.each(['length(isbn) <= 13', 'char_length(isbn) < 14', '13 >= length(isbn)'])(
  'check (%s) bounds a length',
  (check) => {
    expect(provedLength(booksWith(check), 'isbn').most).toBe(13);
  },
);

test('a constraint that is not valid proves nothing', () => {
  expect(provedLength(booksWith('length(isbn) <= 13', ' not valid'), 'isbn').most).toBe(Number.POSITIVE_INFINITY);
});

test('of two constraints the tighter one holds', () => {
  const catalog = replay(
    'create table books (pages int check (pages <= 900), check (pages <= 500), check (pages > 0));',
  );
  expect(provedRange(table(catalog, 'books'), 'pages')).toEqual({ least: 1, most: 500 });
});
