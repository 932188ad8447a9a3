import { describe, expect, test } from 'vitest';
import { createCatalog } from '../../src/catalog/replay-catalog.js';
import { schemaDifferences } from '../../src/catalog/schema-differences.js';
import { applyScript, complete, partial, runUnit, supabase } from './replay.js';

const library = `
  create table books (id bigint primary key, title text not null, isbn varchar(20) default 'none', price numeric(10,2));
  create table loans (id bigint primary key, book_id bigint references books);
  create index books_title on books (title);
  create type state as enum ('in', 'out');
  create view titles as select b.title from books b where b.price > 1;
  create function price_of(b bigint) returns numeric language sql as $$ select price from books where id = b $$;
  create policy readers on books for select using (true);
`;

/** What an up and its down leave behind over the library. */
function differences(up: string, down: string, options = complete, before = library): readonly string[] {
  const catalog = createCatalog(options);
  runUnit(catalog, before);
  catalog.endUnit();
  const start = catalog.mark();
  runUnit(catalog, up);
  catalog.endUnit();
  runUnit(catalog, down);
  catalog.endUnit();
  return schemaDifferences(catalog.changesSince(start)).map(({ kind, object }) => `${kind} ${object}`);
}

describe('a down that is the inverse', () => {
  test.each([
    ['create table a (id serial primary key, b text unique);', 'drop table a;'],
    ['alter table books add a int generated always as identity;', 'alter table books drop a;'],
    [
      'alter table books drop column price cascade;',
      'alter table books add price numeric(10,2); create view titles as select title from books b where price > 1;',
    ],
    ['alter table books rename to volumes;', 'alter table volumes rename to books;'],
    ['alter table books rename column isbn to code;', 'alter table books rename code to isbn;'],
    [
      'alter table books alter isbn type text, alter isbn drop default;',
      "alter table books alter isbn type character varying(20), alter isbn set default 'none'::text;",
    ],
    ['drop index books_title;', 'create index books_title on public.books using btree (title);'],
    ['drop view titles;', 'CREATE VIEW titles AS SELECT b.title\n  FROM books b\n  WHERE (b.price > (1)::numeric);'],
    [
      'drop function price_of(bigint);',
      'create or replace function price_of(b int8)\nreturns numeric language sql as $$\n  SELECT price FROM books WHERE id = b;\n$$;',
    ],
    [
      'alter table loans drop constraint loans_book_id_fkey;',
      'alter table loans add foreign key (book_id) references public.books (id) on delete no action;',
    ],
    ['alter table books add constraint cheap check (price in (1, 2)); alter table books drop constraint cheap;', ''],
    [
      'alter table books enable row level security; drop policy readers on books;',
      'create policy readers on books as permissive for select to public using (true); alter table books disable row level security;',
    ],
    ['create schema app; create table app.a (id int);', 'drop schema app cascade;'],
    ["comment on table books is 'all';", ''],
    ['create temporary table t (id int);', ''],
  ])('%s', (up, down) => {
    expect(differences(up, down)).toEqual([]);
  });

  test('a check that is written back by the server is the same check', () => {
    const before = 'create table a (n int, constraint c check (n in (1, 2)));';
    const down = 'alter table a add constraint c check ((n = any (array[1, 2])));';
    expect(differences('alter table a drop constraint c;', down, complete, before)).toEqual([]);
  });
});

describe('a down that is not', () => {
  test.each<[string, string, readonly string[]]>([
    ['create table a (id serial primary key);', '', ['left table a']],
    ['create table a (id int); create index on a (id);', 'drop table if exists "public.a";', ['left table a']],
    ['alter table books add a int, add b int;', 'alter table books drop a;', ['left column books.b']],
    [
      'alter table books drop price cascade;',
      'alter table books add price int;',
      ['lost view titles', 'changed the type of column books.price'],
    ],
    [
      'alter table books drop title cascade;',
      'alter table books add title text;',
      ['lost view titles', 'changed NOT NULL of column books.title', 'lost index books_title'],
    ],
    ['drop index books_title;', 'create unique index books_title on books (title);', ['changed index books_title']],
    [
      'drop index books_title;',
      'create index by_title on books (title);',
      ['changed the name of index books_title (now by_title)'],
    ],
    [
      'drop table loans;',
      'create table loans (id bigint primary key, book_id bigint);',
      ['lost constraint loans_book_id_fkey of loans'],
    ],
    ["alter type state add value 'lost';", '', ["left value 'lost' of type state"]],
    ['alter table books enable row level security;', '', ['changed row level security of table books']],
    [
      'drop policy readers on books;',
      'create policy readers on books for select using (price > 1);',
      ['changed policy readers of books'],
    ],
    [
      'create or replace view titles as select b.title, b.price from books b;',
      'drop view titles;',
      ['lost view titles'],
    ],
    [
      'create or replace function price_of(b bigint) returns numeric language sql as $$ select 1.0 $$;',
      '',
      ['changed function price_of'],
    ],
    [
      'create function price_of(t text) returns numeric language sql as $$ select 1.0 $$;',
      '',
      ['left function price_of'],
    ],
    ['grant select on books to clerk;', '', ['changed the privileges on table books']],
    ['create extension pg_trgm; create schema app;', '', ['left schema app', 'left extension pg_trgm']],
    ['select 1;', 'drop view books;', []],
    ['select 1;', 'drop table loans;', ['lost table loans']],
  ])('%s → %s', (up, down, expected) => {
    expect([...differences(up, down)].toSorted()).toEqual([...expected].toSorted());
  });

  test('a table that is of its type no longer is another one', () => {
    const before = 'create type shelf as (a int); create table shelves of shelf;';
    const up = 'alter table shelves not of;';
    expect(differences(up, '', complete, before)).toEqual(['changed the type of table shelves']);
    expect(differences(up, 'alter table shelves of shelf;', complete, before)).toEqual([]);
  });

  test('a view that only may mean something else is tolerable', () => {
    const catalog = createCatalog(complete);
    runUnit(catalog, library);
    const start = catalog.mark();
    applyScript(catalog, 'create or replace view titles as select b.title from books b where b.price > 2;');
    expect(schemaDifferences(catalog.changesSince(start))).toMatchObject([{ kind: 'changed', tolerable: true }]);
    applyScript(
      catalog,
      'drop view titles; create view titles as select b.title, b.id from books b where b.price > 1;',
    );
    expect(schemaDifferences(catalog.changesSince(start))).toMatchObject([{ kind: 'changed', tolerable: false }]);
  });

  test('of a table from elsewhere only what was added is known', () => {
    expect(differences('alter table members add a int, add b int;', 'alter table members drop a;', partial)).toEqual([
      'left column members.b',
    ]);
    expect(differences('alter table members drop a;', '', partial)).toEqual([]);
  });

  test('default privileges of a platform are no difference', () => {
    expect(differences('create table a (id int);', 'drop table a;', supabase)).toEqual([]);
  });
});

test('what was taken back before the end is no change', () => {
  expect(differences('begin; create table a (id int); rollback;', '')).toEqual([]);
});

test('only what was touched is compared, however much there is', () => {
  const catalog = createCatalog(complete);
  runUnit(catalog, Array.from({ length: 200 }, (_, at) => `create table t${at} (id int);`).join('\n'));
  catalog.endUnit();
  const start = catalog.mark();
  runUnit(catalog, 'alter table t7 add a int; create table b (id int); drop table b;');
  expect([...catalog.changesSince(start).relations.keys()]).toEqual(['public.t7']);
  catalog.release(start);
  expect(catalog.changesSince(start).relations.size).toBe(0);
});
