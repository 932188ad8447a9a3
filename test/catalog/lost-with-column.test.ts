import { expect, test } from 'vitest';
import { lostWithColumn } from '../../src/catalog/lost-with-column.js';
import { replay } from './replay.js';

const catalog = replay([
  'create table books (id bigint primary key, shelf text, isbn text unique, pages int, unique (shelf, isbn), check (pages > length(shelf)));' +
    'create index books_lower on books (lower(isbn), pages); create index books_covering on books (shelf) include (pages); create index books_pages on books (pages);',
  '',
]);

const lost = (column: string): readonly string[] => {
  const table = catalog.relation({ name: 'books' });
  if (typeof table === 'string') throw new Error('There is no such table.');
  return lostWithColumn(catalog, table, column).map(({ description, others }) => `${description}: ${others.join()}`);
};

test.each([
  ['id', ['primary key books_pkey: ']],
  ['isbn', ['unique constraint books_shelf_isbn_key: shelf', 'index books_lower: pages']],
  ['pages', ['check books_check: shelf', 'index books_lower: isbn', 'index books_covering: shelf']],
])('with %s go the key, the check and the indexes that serve other columns too', (column, expected) => {
  expect(lost(column)).toEqual(expected);
});
