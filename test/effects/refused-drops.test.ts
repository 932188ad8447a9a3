import { expect, test } from 'vitest';
import { effectsOfLast } from './replay.js';

const shop =
  'create table books (id bigint primary key, title text, hidden int); create sequence numbers;' +
  'create view shelf as select id, title from books;' +
  'create view counts as select * from (select count(*) as n, title from books group by title) as inner_books;';

const errorsOf = (sql: string, given = shop): readonly string[] =>
  effectsOfLast([given, sql]).statements.flatMap(({ errors }) =>
    errors.map(({ sqlstate, message }) => `${sqlstate} ${message}`),
  );

test.each([
  ['drop view books;', ['42809 "books" is not a view']],
  ['drop table shelf;', ['42809 "shelf" is not a table']],
  ['drop materialized view shelf cascade;', ['42809 "shelf" is not a materialized view']],
  ['drop sequence books;', ['42809 "books" is not a sequence']],
  ['drop sequence numbers;', []],
  ['drop view counts;', []],
])('%s meets the kind of object that has the name', (sql, expected) => {
  expect(errorsOf(sql)).toEqual(expected);
});

test('a star inside a sub-select is no proof that a view reads a column', () => {
  expect(errorsOf('alter table books drop column hidden;')).toEqual([]);
  expect(errorsOf('alter table books drop column title;')).toEqual([
    '2BP01 cannot drop column title of table books because other objects depend on it',
  ]);
});

test.each([
  ['select id::int, title from books', ['42P16 cannot change data type of view column "id" from bigint to integer']],
  [
    'select id, title::varchar(9) from books',
    ['42P16 cannot change data type of view column "title" from text to varchar'],
  ],
  ['select id, lower(title) as title from books', []],
  ['select * from books', []],
])('replacing a view by %s', (query, expected) => {
  expect(errorsOf(`create or replace view shelf as ${query};`)).toEqual(expected);
});

test.each([
  [
    'create function f(a int default 1) returns int language sql return 1;',
    'create or replace function f(a int) returns int language sql return 1;',
    ['42P13 cannot remove parameter defaults from existing function'],
  ],
  [
    "create function f() returns table (a int, b int) language sql as 'select 1, 2';",
    "create or replace function f() returns table (a int, c int) language sql as 'select 1, 2';",
    ['42P13 cannot change return type of existing function'],
  ],
  [
    "create function f() returns table (a int, b int) language sql as 'select 1, 2';",
    "create or replace function f() returns table (a int, b int) language sql as 'select 2, 3';",
    [],
  ],
])('after %s, %s', (given, sql, expected) => {
  expect(errorsOf(sql, given)).toEqual(expected);
});
