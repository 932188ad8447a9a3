import { expect, test } from 'vitest';
import { cascadedFrom, cascadedFromRoutine, dropByName } from '../../src/catalog/cascade.js';
import { complete, replay } from './replay.js';

const name = (text: string) => ({ schema: 'public', name: text });
const described = (cascaded: readonly { readonly description: string }[]) =>
  cascaded.map(({ description }) => description);

test('a table takes along views, views over them and foreign keys, in an order in which they can be dropped', () => {
  const catalog = replay(`
    create table books (id bigint primary key, title text);
    create table loans (book_id bigint references books);
    create view shelf as select title from books;
    create view long_titles as select title from shelf where length(title) > 60;
    create index books_title_idx on books (title);`);
  const cascaded = cascadedFrom(catalog, name('books'));
  expect(described(cascaded).toSorted()).toEqual([
    'foreign key loans_book_id_fkey on loans',
    'view long_titles',
    'view shelf',
  ]);
  const views = described(cascaded).filter((text) => text.startsWith('view'));
  expect(views).toEqual(['view long_titles', 'view shelf']);
});

test('a column takes along policies and generated columns of its table, not its own keys and indexes', () => {
  const catalog = replay(`
    create table authors (id bigint primary key);
    create table books (author_id bigint references authors, twice bigint generated always as (author_id * 2) stored);
    create index on books (author_id);
    create policy mine on books using (author_id = 1);`);
  expect(described(cascadedFrom(catalog, name('books'), 'author_id')).toSorted()).toEqual([
    'generated column twice on books',
    'policy mine on books',
  ]);
});

test('a function takes along what calls it, views over a view that calls it too', () => {
  const catalog = replay(`
    create function is_new(int) returns boolean language sql immutable as 'select true';
    create table books (year int check (is_new(year)), fresh boolean default is_new(2000));
    create policy fresh_only on books using (is_new(year));
    create view fresh_books as select is_new(year) as fresh from books;
    create view counts as select count(*) from fresh_books;`);
  expect(described(cascadedFromRoutine(catalog, name('is_new'))).toSorted()).toEqual([
    'constraint books_year_check on books',
    'default of column fresh on books',
    'policy fresh_only on books',
    'view counts',
    'view fresh_books',
  ]);
});

test('views that read each other in a circle of names end', () => {
  const catalog = replay(
    'create view a as select 1 as n; create view b as select n from a; create or replace view a as select n from b;',
  );
  expect(described(cascadedFrom(catalog, name('a')))).toContain('view b');
});

test('the statements drop by name, without CASCADE, the object last', () => {
  const catalog = replay(
    'create table "Books" (id bigint primary key); create table loans (book_id bigint references "Books");',
    complete,
  );
  expect(dropByName(cascadedFrom(catalog, name('Books')), 'DROP TABLE "Books";')).toBe(
    'ALTER TABLE public.loans DROP CONSTRAINT loans_book_id_fkey;\nDROP TABLE "Books";',
  );
});
