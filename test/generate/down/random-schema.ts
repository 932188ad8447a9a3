/** A seeded stream of numbers: the same seed gives the same schema. @see https://en.wikipedia.org/wiki/Linear_congruential_generator */
export interface Random {
  below(limit: number): number;
  pick<Item>(items: readonly Item[]): Item;
  chance(percent: number): boolean;
}

export function createRandom(seed: number): Random {
  let state = (seed * 2654435761 + 12345) >>> 0;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 8;
  };
  const below = (limit: number): number => next() % limit;
  return {
    below,
    pick: (items) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error('Nothing to pick from.');
      return item;
    },
    chance: (percent) => below(100) < percent,
  };
}

const columns = ['title', 'Price', 'state', 'note', 'made_at', 'order'];
const quoted = (name: string): string => (/^[a-z_]+$/.test(name) && name !== 'order' ? name : `"${name}"`);

const types: readonly (readonly [type: string, value: string])[] = [
  ['text', `'it''s'`],
  ['varchar(50)', `'x'::varchar`],
  ['integer', '1 + 2'],
  ['bigint', '-1'],
  ['numeric(10,2)', '0.5'],
  ['timestamptz', 'now()'],
  ['boolean', 'not true'],
  ['jsonb', `'{}'::jsonb`],
  ['text[]', `array['a', 'b']`],
  ['mood', `'calm'`],
  ['uuid', 'gen_random_uuid()'],
];

/** A schema with a table of each shape that the operations below change. */
export function randomSchema(random: Random): string {
  const column = (name: string): string => {
    const [type, value] = random.pick(types);
    const parts = [quoted(name), type];
    if (random.chance(40)) parts.push(`default ${value === 'not true' ? '(not true)' : value}`);
    if (random.chance(30)) parts.push('not null');
    return parts.join(' ');
  };
  const key = random.pick([
    'id bigserial primary key',
    'id bigint generated always as identity primary key',
    'id uuid primary key',
  ]);
  return [
    `create type mood as enum ('calm', 'wild');`,
    `create schema app;`,
    `create domain positive as integer default 1 check (value > 0);`,
    `create type pair as (a integer, b text);`,
    `create sequence ticket start with ${1 + random.below(50)} increment by 2;`,
    `create table people (id bigint primary key, name text unique, code varchar(20));`,
    `create table books (${[key, 'author bigint', 'code varchar(20) not null', 'amount integer', 'pages smallint default 3', "summary varchar(30) default 'none'", ...columns.map(column)].join(', ')});`,
    random.chance(50)
      ? `alter table books add constraint author_known foreign key (author) references people on delete cascade;`
      : '',
    random.chance(50) ? `alter table books add constraint amount_positive check (amount > 0 and code <> '');` : '',
    `create index books_code on books (code${random.chance(50) ? ' desc nulls last' : ''}) where (amount > 1);`,
    `create unique index books_lower on books (lower(code), author);`,
    `create function doubled(a integer) returns integer language sql immutable as 'select a * 2';`,
    `create function touched() returns trigger language plpgsql as $$ begin return new; end $$;`,
    `create view shelf as select id, code from books where amount > 3;`,
    `create materialized view totals as select author, count(*) as books from books group by author;`,
    random.chance(60) ? 'alter table books enable row level security;' : '',
    `create policy readers on books for select to public using (amount > 0 or code is null);`,
    `create trigger touched before update of code on books for each row when (old.code is distinct from new.code) execute function touched('a', 'b');`,
    random.chance(50) ? `comment on table books is 'Books of the house';` : '',
    random.chance(50) ? `comment on column books.code is 'It''s "short"';` : '',
    `create table events (id bigint, at date not null) partition by range (at);`,
    `create table events_2025 partition of events for values from ('2025-01-01') to ('2026-01-01');`,
    `create table events_old (id bigint, at date not null);`,
    random.chance(50) ? `grant select, update (code) on books to reader;` : '',
    random.chance(50) ? 'revoke execute on function doubled(integer) from public;' : '',
    random.chance(50) ? 'alter table books owner to keeper;' : '',
  ].join('\n');
}

/** Statements that change the schema above, one of each family; none depends on another. */
export const operations: readonly string[] = [
  'create table loans (id bigint primary key, book bigint, until date default now());',
  `create table loans (id serial, positive positive); create index on loans (positive); alter table loans enable row level security; create policy p on loans using (true); comment on table loans is 'x'; grant select on loans to reader;`,
  'create table copies (like books including all);',
  'create table loans_a (id int primary key); create table loans_b (id int primary key); alter table loans_a add foreign key (id) references loans_b (id);',
  'alter table books add column volume integer not null default 0 check (volume >= 0);',
  'alter table books add column isbn text unique;',
  'alter table books add column owner bigint references people (id);',
  'alter table books add column twice integer generated always as (amount * 2) stored;',
  'alter table books alter column pages type bigint;',
  'alter table books alter column summary type text;',
  `alter table books alter column amount set default 7;`,
  'alter table books alter column title drop default;',
  'alter table books alter column state set not null;',
  'alter table books alter column note drop not null;',
  'alter table books alter column pages drop default, alter column pages set not null, alter column pages type numeric(20,0);',
  'alter table books rename column code to label;',
  'alter table books rename column "Price" to cost;',
  'alter table books rename to tomes;',
  'alter table books rename column code to label; alter table books rename to tomes; alter view shelf rename to board;',
  'alter table books set schema app;',
  'alter type mood rename to temper;',
  `alter type mood rename value 'calm' to 'quiet';`,
  'alter index books_code rename to books_label;',
  'alter sequence ticket rename to number;',
  'alter policy readers on books rename to everybody;',
  'alter trigger touched on books rename to changed;',
  'alter function doubled(integer) rename to twofold;',
  'alter table people rename constraint people_pkey to people_key;',
  'alter table books add constraint short check (length(code) < 20);',
  'alter table books add constraint short check (length(code) < 20) not valid; alter table books validate constraint short;',
  'alter table books add constraint code_key unique (code, author);',
  'alter table people drop constraint people_name_key;',
  'alter table books drop constraint if exists amount_positive;',
  'alter table books drop constraint if exists author_known;',
  'create index books_author on books using hash (author);',
  'create index on books (amount desc, (code || $$x$$)) include (note) where author is not null;',
  'drop index books_code;',
  'drop index books_lower; create unique index books_lower on books (upper(code));',
  'create view titles as select code from books;',
  'create or replace view shelf as select id, code, amount from books;',
  'drop view shelf;',
  'drop materialized view totals;',
  `alter view shelf set (security_invoker = true);`,
  `create function greet(who text) returns text language sql as 'select who';`,
  `create or replace function doubled(a integer) returns integer language sql immutable as 'select a + a';`,
  `create or replace function doubled(a integer) returns integer language plpgsql security definer set search_path = '' as $$ begin return a; end $$;`,
  'drop function doubled(integer);',
  'alter function doubled(integer) set search_path = public, pg_temp;',
  'alter function doubled(integer) stable security definer;',
  'alter function doubled(integer) owner to keeper; alter function doubled(integer) owner to postgres;',
  'create trigger second after insert on books for each statement execute function touched();',
  'drop trigger touched on books;',
  'alter table books disable trigger touched;',
  'drop trigger touched on books; drop function touched();',
  'create policy writers on books for insert with check (amount > 0);',
  'drop policy readers on books;',
  'drop policy readers on books; create policy readers on books for select to reader using (true);',
  'alter policy readers on books using (amount > 100);',
  'alter table books enable row level security; alter table books force row level security;',
  'alter table books disable row level security;',
  'grant insert, delete on books to writer;',
  'revoke select on books from reader;',
  'grant usage on schema app to reader;',
  'grant execute on function doubled(integer) to reader;',
  'alter default privileges in schema public grant select on tables to reader;',
  `comment on table books is 'Else'; comment on column books.code is null; comment on column books.amount is 'How many';`,
  `create type size as enum ('s', 'm'); alter table books add column size size default 's';`,
  'create domain short_text as text check (length(value) < 10);',
  'alter domain positive drop constraint positive_check; alter domain positive drop default;',
  'alter domain positive add constraint small check (value < 100) ; alter domain positive set default 3;',
  'drop domain positive;',
  'drop type pair;',
  'alter type pair add attribute c integer;',
  'create type range_of as range (subtype = integer);',
  'create sequence invoice; alter sequence invoice owned by books.amount;',
  'create schema more; create table more.things (id int); create view more.all_things as select * from more.things;',
  'create extension pg_trgm;',
  `create table events_2026 partition of events for values from ('2026-01-01') to ('2027-01-01');`,
  `alter table events attach partition events_old for values from ('2020-01-01') to ('2025-01-01');`,
  'alter table events detach partition events_2025;',
  'alter table events add column what text;',
  'create index events_at on events (at);',
  'alter table books set (fillfactor = 70);',
  'alter table books set unlogged;',
  'alter table books add generated_key bigint generated by default as identity;',
  'create table scratch (id int); drop table scratch;',
  'create function is_open() returns boolean language sql as $$ select true $$; alter table books add constraint open check (is_open()); create policy open on books using (is_open());',
  'create table rooms (id int); create function later() returns boolean language sql as $$ select true $$; create policy later on rooms using (later()); create trigger t before insert on rooms for each row execute function touched();',
  'alter table books add column full_code text; update books set full_code = code; alter table books alter column full_code set not null;',
  `alter type mood rename to mood_old; create type mood as enum ('calm', 'wild', 'odd'); drop type mood; alter type mood_old rename to mood;`,
];
