import { describe, expect, test } from 'vitest';
import type { CatalogOptions } from '../../../src/catalog/replay-catalog.js';
import type { TransactionModel } from '../../../src/core/migration.js';
import { inverted, statementsOf } from './inverted.js';

const books = `
  create table people (id bigint primary key);
  create table books (
    id bigserial primary key, title text not null default 'none', author bigint references people on delete cascade,
    price numeric(10,2) check (price > 0)
  );
  create index books_title on books (lower(title));
  create function touched() returns trigger language plpgsql as $$ begin return new; end $$;
  create view shelf as select id, title from books;`;

interface Case {
  readonly before?: string;
  readonly up: string;
  readonly down: readonly string[];
  readonly completeness?: 'complete' | 'partial' | 'none';
  readonly reasons?: readonly string[];
  readonly catalog?: CatalogOptions;
  readonly transaction?: TransactionModel;
}

const cases: Readonly<Record<string, Case>> = {
  'a revoked right that could be passed on comes back as far as it is known': {
    before: 'create table a (id int); grant select on a to reader with grant option;',
    up: 'revoke select on a from reader;',
    down: ['GRANT SELECT ON TABLE public.a TO reader;'],
    completeness: 'partial',
    reasons: ['rights that may be passed on'],
  },
  'a new table goes with all that is on it': {
    before: books,
    up: 'create table loans (id bigint, book bigint references books); create index on loans (book); alter table loans enable row level security; create policy p on loans using (true); comment on table loans is $$x$$;',
    down: ['DROP TABLE public.loans;'],
  },
  'a check goes before the column that the same statement adds after it': {
    before: books,
    up: 'alter table books add constraint paged check (pages > 0), add column pages int;',
    down: ['ALTER TABLE public.books DROP CONSTRAINT paged;', 'ALTER TABLE public.books DROP COLUMN pages;'],
  },
  'a foreign key that joined that of the partitioned table comes back': {
    before:
      'create table p (id int primary key); create table t (a int) partition by list (a); create table t_1 partition of t for values in (1); alter table t_1 add constraint own foreign key (a) references p (id);',
    up: 'alter table t add constraint whole foreign key (a) references p (id);',
    down: [
      'ALTER TABLE public.t DROP CONSTRAINT whole;',
      'ALTER TABLE public.t_1 ADD CONSTRAINT own FOREIGN KEY (a) REFERENCES public.p (id);',
    ],
  },
  'a foreign key that sets some of its columns to NULL does so again': {
    before:
      'create table p (a int, b int, primary key (a, b)); create table t (a int, b int, constraint c foreign key (a, b) references p on delete set null (b));',
    up: 'alter table t drop constraint c;',
    down: [
      'ALTER TABLE public.t ADD CONSTRAINT c FOREIGN KEY (a, b) REFERENCES public.p (a, b) ON DELETE SET NULL (b);',
    ],
  },
  'a table is of its type again, or not': {
    before: 'create type shelf as (a int); create table high of shelf; create table low (a int);',
    up: 'alter table high not of; alter table low of shelf;',
    down: ['ALTER TABLE public.low NOT OF;', 'ALTER TABLE public.high OF public.shelf;'],
  },
  'an extension goes behind the tables that came to use it, and before its schema': {
    up: 'create schema ext; create table a (span int4range, id int); create extension btree_gist schema ext; alter table a add exclude using gist (id with =, span with &&);',
    down: ['DROP TABLE public.a;', 'DROP EXTENSION IF EXISTS btree_gist;', 'DROP SCHEMA ext;'],
  },
  'a foreign key goes before the unique index of an older table that it rests on': {
    before: books,
    up: 'create table loans (book bigint, title text); create unique index both_of on books (id, title); alter table loans add constraint to_book foreign key (book, title) references books (id, title);',
    down: [
      'ALTER TABLE public.loans DROP CONSTRAINT to_book;',
      'DROP INDEX public.both_of;',
      'DROP TABLE public.loans;',
    ],
  },
  'new tables go in reverse order, and foreign keys to later ones first': {
    up: 'create table a (id int primary key); create table b (id int primary key); alter table a add constraint to_b foreign key (id) references b;',
    down: ['ALTER TABLE public.a DROP CONSTRAINT to_b;', 'DROP TABLE public.b;', 'DROP TABLE public.a;'],
  },
  'a policy that calls a function made after its table goes before the function': {
    up: 'create table a (id int); create function f() returns boolean language sql as $$ select true $$; create policy p on a using (f());',
    down: ['DROP POLICY p ON public.a;', 'DROP FUNCTION public.f();', 'DROP TABLE public.a;'],
  },
  'what comes and goes in one migration needs nothing': {
    up: 'create table scratch (id int); drop table scratch;',
    down: [],
  },
  'a column': {
    before: books,
    up: 'alter table books add column pages int not null default 0, add column isbn text unique;',
    down: ['ALTER TABLE public.books DROP COLUMN isbn;', 'ALTER TABLE public.books DROP COLUMN pages;'],
  },
  'a dropped column comes back with what hung on it': {
    before: books,
    up: 'alter table books drop column title cascade;',
    down: [
      "ALTER TABLE public.books ADD COLUMN title text DEFAULT 'none' NOT NULL;",
      'CREATE INDEX books_title ON public.books USING btree ((lower(title)));',
      'CREATE VIEW public.shelf AS\nselect id, title from books;',
    ],
    completeness: 'partial',
    reasons: ['values of a dropped column'],
  },
  'a dropped table comes back whole and empty': {
    before: `${books} alter table books enable row level security; create policy readers on books for select using (price > 1); grant select on books to reader; alter table books owner to keeper; comment on column books.title is 'It''s';`,
    up: 'drop view shelf; drop table books;',
    down: [
      "CREATE TABLE public.books (\n  id bigserial NOT NULL,\n  title text DEFAULT 'none' NOT NULL,\n  author bigint,\n  price numeric(10,2),\n  CONSTRAINT books_pkey PRIMARY KEY (id),\n  CONSTRAINT books_price_check CHECK (price > 0)\n);",
      'CREATE INDEX books_title ON public.books USING btree ((lower(title)));',
      'ALTER TABLE public.books ADD CONSTRAINT books_author_fkey FOREIGN KEY (author) REFERENCES public.people (id) ON DELETE CASCADE;',
      'CREATE POLICY readers ON public.books FOR SELECT TO PUBLIC USING (price > 1);',
      'ALTER TABLE public.books ENABLE ROW LEVEL SECURITY;',
      'ALTER TABLE public.books OWNER TO keeper;',
      "COMMENT ON COLUMN public.books.title IS 'It''s';",
      'CREATE VIEW public.shelf AS\nselect id, title from books;',
      'GRANT SELECT ON TABLE public.books TO reader;',
    ],
    completeness: 'partial',
    reasons: ['rows of a dropped table'],
  },
  'an index that was built without blocking goes and comes without': {
    before: books,
    up: 'drop index concurrently books_title; create index concurrently books_author on books (author);',
    transaction: 'autocommit',
    down: [
      'DROP INDEX CONCURRENTLY IF EXISTS public.books_author;',
      'CREATE INDEX CONCURRENTLY IF NOT EXISTS books_title ON public.books USING btree ((lower(title)));',
    ],
  },
  'outside of a transaction a down can be run again': {
    before: books,
    up: 'create table loans (id int); alter table books add column pages int;',
    transaction: 'autocommit',
    down: ['ALTER TABLE public.books DROP COLUMN IF EXISTS pages;', 'DROP TABLE IF EXISTS public.loans;'],
  },
  'a wider type narrows back': {
    before: books,
    up: 'alter table books alter price type numeric(12,2);',
    down: ['ALTER TABLE public.books ALTER COLUMN price TYPE numeric(10,2);'],
  },
  'a narrower type is a loss': {
    before: books,
    up: 'alter table books alter price type integer using price::integer;',
    down: ['ALTER TABLE public.books ALTER COLUMN price TYPE numeric(10,2);'],
    completeness: 'partial',
    reasons: ['a type that holds less'],
  },
  'a type without a cast of its own comes back with USING, and around the default': {
    before: `create type mood as enum ('a'); create table t (m mood default 'a');`,
    up: 'alter table t alter m drop default, alter m type text;',
    down: [
      'ALTER TABLE public.t ALTER COLUMN m TYPE mood USING m::mood;',
      "ALTER TABLE public.t ALTER COLUMN m SET DEFAULT 'a';",
    ],
    completeness: 'partial',
    reasons: ['a type that holds less'],
  },
  'one enum becomes another by way of text': {
    before: "create type mood as enum ('a'); create type temper as enum ('a', 'b'); create table t (m mood);",
    up: 'alter table t alter m type temper using m::text::temper;',
    down: ['ALTER TABLE public.t ALTER COLUMN m TYPE mood USING m::text::mood;'],
    completeness: 'partial',
    reasons: ['a type that holds less'],
  },
  'NOT NULL and defaults': {
    before: books,
    up: 'alter table books alter price set not null, alter title drop not null, alter title set default $$x$$;',
    down: [
      "ALTER TABLE public.books ALTER COLUMN title SET DEFAULT 'none';",
      'ALTER TABLE public.books ALTER COLUMN title SET NOT NULL;',
      'ALTER TABLE public.books ALTER COLUMN price DROP NOT NULL;',
    ],
  },
  'renames, latest first': {
    before: books,
    up: 'alter table books rename title to name; alter table books rename to tomes; alter view shelf rename to board;',
    down: [
      'ALTER VIEW public.board RENAME TO shelf;',
      'ALTER TABLE public.tomes RENAME TO books;',
      'ALTER TABLE public.books RENAME COLUMN name TO title;',
    ],
  },
  'a dropped constraint speaks of columns by their names of today': {
    before: `${books} alter table books rename price to cost;`,
    up: 'alter table books drop constraint books_price_check;',
    down: ['ALTER TABLE public.books ADD CONSTRAINT books_price_check CHECK (cost > 0);'],
  },
  'a replaced function comes back with what ALTER FUNCTION had set': {
    before:
      "create function f(a int) returns int language sql as 'select 1'; alter function f(int) set search_path = '';",
    up: "create or replace function f(a int) returns int language sql as 'select 2';",
    down: [
      "CREATE OR REPLACE FUNCTION public.f(a int) returns int language sql as 'select 1';",
      "ALTER FUNCTION public.f(integer) SET search_path TO '';",
    ],
  },
  'a function that got a default is made anew': {
    before:
      "create function f(a int) returns int language sql as 'select 1'; grant execute on function f(int) to reader;",
    up: "create or replace function f(a int default 1) returns int language sql as 'select 2';",
    down: [
      'DROP FUNCTION public.f(integer);',
      "CREATE OR REPLACE FUNCTION public.f(a int) returns int language sql as 'select 1';",
      'GRANT EXECUTE ON ROUTINE public.f(int4) TO PUBLIC;',
      'GRANT EXECUTE ON ROUTINE public.f(int4) TO reader;',
    ],
  },
  'a view that got a column is made anew, one that did not is replaced': {
    before: `${books} create view titles with (security_invoker = true) as select title from books;`,
    up: 'create or replace view shelf as select id, title, price from books; create or replace view titles as select upper(title) as title from books;',
    down: [
      'CREATE OR REPLACE VIEW public.titles WITH (security_invoker = true) AS\nselect title from books;',
      'DROP VIEW public.shelf;',
      'CREATE VIEW public.shelf AS\nselect id, title from books;',
    ],
  },
  'a value of an enum stays': {
    before: "create type mood as enum ('a');",
    up: "alter type mood add value 'b';",
    down: [],
    completeness: 'none',
    reasons: ['a value of an enum'],
  },
  'a trigger comes back with its arguments': {
    before: `${books} create trigger t before update of title on books for each row when (old.* is distinct from new.*) execute function touched('a');`,
    up: 'drop trigger t on books;',
    down: [
      "CREATE TRIGGER t BEFORE UPDATE OF title ON public.books FOR EACH ROW WHEN (old.* is distinct from new.*) EXECUTE FUNCTION public.touched('a');",
    ],
  },
  'a column that is filled and then required goes as one': {
    before: books,
    up: 'alter table books add slug text; update books set slug = title; alter table books alter slug set not null;',
    down: ['ALTER TABLE public.books DROP COLUMN slug;'],
  },
  'rows are not undone': {
    before: books,
    up: "insert into people values (1); update books set title = 'x'; delete from books where id = 1;",
    down: [],
    completeness: 'none',
    reasons: ['inserted rows', 'former values of updated rows', 'deleted rows'],
  },
  'rows of a new table go with it': {
    up: 'create table a (id int); insert into a values (1); update a set id = 2; truncate a;',
    down: ['DROP TABLE public.a;'],
  },
  'what ran under a condition is a comment': {
    before: books,
    up: 'do $$ begin if true then alter table books add constraint c check (id > 0); end if; end $$; create table a (id int);',
    down: ['DROP TABLE public.a;'],
    completeness: 'partial',
    reasons: ['a statement under a condition'],
  },
  'dynamic SQL is said': {
    up: "do $$ begin execute 'create table ' || 'a (id int)'; end $$;",
    down: [],
    completeness: 'none',
    reasons: ['dynamic SQL'],
  },
  'a table from elsewhere is not known': {
    catalog: { complete: false, supabase: false },
    up: 'drop table gone; alter table known add column a int;',
    down: ['ALTER TABLE public.known DROP COLUMN a;'],
    completeness: 'partial',
    reasons: ['an object that these migrations do not make'],
  },
  rights: {
    before: `${books} grant select, insert on books to reader;`,
    up: 'revoke insert on books from reader; grant update on books to writer; alter default privileges in schema public grant select on tables to reader;',
    down: [
      'ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE SELECT ON TABLES FROM reader;',
      'REVOKE UPDATE ON TABLE public.books FROM writer;',
      'GRANT INSERT ON TABLE public.books TO reader;',
    ],
  },
  'rights on a function from elsewhere': {
    catalog: { complete: false, supabase: false },
    up: 'grant execute on function net.get(text, int4) to reader; revoke execute on function net.post(text) from reader;',
    down: ['REVOKE EXECUTE ON FUNCTION net.get(text, integer) FROM reader;'],
    completeness: 'partial',
    reasons: ['former rights are not known'],
  },
  'a trigger from elsewhere is enabled again': {
    before: books,
    up: 'alter table books disable trigger stranger;',
    down: ['ALTER TABLE public.books ENABLE TRIGGER stranger;'],
  },
  'what is dropped without IF EXISTS was there': {
    before: books,
    up: 'drop policy stranger on books; drop policy if exists nobody on books;',
    down: [],
    completeness: 'none',
    reasons: ['an object that these migrations do not make'],
  },
  'a column of a child table alone, and one that it has from its parent': {
    before: 'create table p (id int); create table c (own int) inherits (p);',
    up: 'alter table c add column mine int; alter table p add column all_of_us int;',
    down: ['ALTER TABLE public.p DROP COLUMN all_of_us;', 'ALTER TABLE public.c DROP COLUMN mine;'],
  },
  'a partition': {
    before:
      'create table p (at date) partition by range (at); create table p1 partition of p for values from ($$2025-01-01$$) to ($$2026-01-01$$);',
    up: 'alter table p detach partition p1;',
    down: ['ALTER TABLE public.p ATTACH PARTITION public.p1 FOR VALUES from ($$2025-01-01$$) to ($$2026-01-01$$);'],
  },
  publications: {
    before: `${books} create publication feed for table books;`,
    up: 'alter publication feed add table people; create publication other for all tables;',
    down: ['DROP PUBLICATION IF EXISTS other;', 'ALTER PUBLICATION feed DROP TABLE public.people;'],
  },
  'a comment on a function': {
    before: `${books} comment on function touched() is 'Old';`,
    up: "comment on function touched() is 'New';",
    down: ["comment on function touched() is 'Old';"],
  },
  'a scheduled job': {
    up: "select cron.schedule('clean', '0 * * * *', 'delete from a');",
    down: ["SELECT cron.unschedule('clean');"],
  },
  'time limits of the up hold for the down': {
    before: books,
    up: "set lock_timeout = '5s'; alter table books add column a int;",
    down: ["set lock_timeout = '5s';", 'ALTER TABLE public.books DROP COLUMN a;'],
  },
  'an up in a transaction of its own': {
    up: 'begin; create table a (id int); commit;',
    transaction: 'autocommit',
    down: ['BEGIN;', 'DROP TABLE IF EXISTS public.a;', 'COMMIT;'],
  },
  'an up that was rolled back': {
    up: 'begin; create table a (id int); rollback;',
    transaction: 'autocommit',
    down: [],
  },
};

describe('invert', () => {
  test.each(Object.entries(cases))(
    '%s',
    (_, { before = '', up, down, completeness, reasons = [], catalog, transaction }) => {
      const inverse = inverted(before, up, catalog, transaction);
      expect(statementsOf(inverse)).toEqual(down);
      expect(inverse.completeness).toBe(completeness ?? 'complete');
      expect([...new Set(inverse.notes.map(({ reason }) => reason))]).toEqual(expect.arrayContaining([...reasons]));
      if (reasons.length === 0) expect(inverse.notes).toEqual([]);
    },
  );

  test('says at its place what is not undone, and how the up could keep it', () => {
    const { sql, notes } = inverted(books, '\nalter table books drop column price;');
    expect(sql).toContain(
      [
        '-- Not undone (line 2 of the up): The values of public.books.price are gone with the column, which comes back as the last one.',
        '-- In the up, before the drop:',
        '--   CREATE TABLE public.books_price_archive AS SELECT id, price FROM public.books;',
        '-- Here:',
        '--   UPDATE public.books AS t SET price = a.price FROM public.books_price_archive AS a WHERE t.id = a.id;',
        'ALTER TABLE public.books ADD COLUMN price numeric(10,2);',
      ].join('\n'),
    );
    expect(notes.map(({ line }) => line)).toEqual([2]);
  });

  test('says where the replayed down would leave a difference', () => {
    const before = `${books} create view everything as select books.* from books; alter table books add column late int;`;
    const { completeness, notes } = inverted(before, 'drop view everything;');
    expect(completeness).toBe('partial');
    expect(notes.map(({ message }) => message)).toEqual([
      'After this down the schema is not what it was: relation public.everything.',
    ]);
  });
});
