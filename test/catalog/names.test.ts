import { describe, expect, it } from 'vitest';
import { createCatalog } from '../../src/catalog/replay-catalog.js';
import {
  applyScript,
  columnNames,
  complete,
  dependents,
  indexNames,
  named,
  partial,
  replay,
  runUnit,
  supabase,
  table,
} from './replay.js';

describe('search_path', () => {
  it('decides where new objects go and where names point', () => {
    const catalog = replay(`
      create schema app;
      create table t (a int);
      set search_path = app, public;
      create table t (b int);
      create table u (c int);`);
    expect(catalog.creationSchema).toBe('app');
    expect(catalog.resolve(named('t'))).toEqual({ schema: 'app', name: 't' });
    expect(catalog.resolve(named('public.t'))).toEqual({ schema: 'public', name: 't' });
    expect(columnNames(catalog, 'app.u')).toEqual(['c']);
  });

  it('goes back with RESET, at the end of a SET LOCAL transaction, with ROLLBACK and in the next unit', () => {
    const catalog = createCatalog(complete);
    runUnit(catalog, 'create schema app; set search_path = app;', 'autocommit');
    applyScript(catalog, 'reset search_path;');
    expect(catalog.creationSchema).toBe('public');
    applyScript(catalog, 'begin; set local search_path = app;');
    expect(catalog.creationSchema).toBe('app');
    applyScript(catalog, 'commit;');
    expect(catalog.creationSchema).toBe('public');
    applyScript(catalog, 'begin; set search_path = app; rollback;');
    expect(catalog.creationSchema).toBe('public');
    applyScript(catalog, `select set_config('search_path', 'app', false);`);
    expect(catalog.searchPath).toEqual(['app']);
    catalog.endUnit();
    catalog.beginUnit();
    expect(catalog.searchPath).toEqual(['public']);
  });

  it('does not listen to SET LOCAL outside of a transaction', () => {
    const catalog = createCatalog(complete);
    runUnit(catalog, 'create schema app; set local search_path = app;', 'autocommit');
    expect(catalog.creationSchema).toBe('public');
  });

  it('finds temporary tables first', () => {
    const catalog = replay('create table t (a int); create temp table t (b int);');
    expect(columnNames(catalog, 't')).toEqual(['b']);
    expect(columnNames(catalog, 'public.t')).toEqual(['a']);
  });
});

describe('what is not known', () => {
  it('is absent where the history is complete', () => {
    const catalog = replay('create table t (a int);');
    expect(catalog.relation(named('u'))).toBe('absent');
    expect(catalog.index(named('i'))).toBe('absent');
    expect(catalog.type(named('mood'))).toBe('absent');
    expect(catalog.routines(named('public.f'))).toBe('absent');
    expect(catalog.hasSchema('app')).toBe('no');
  });

  it('is unknown where the history is not complete', () => {
    const catalog = replay('create table t (a int);', partial);
    expect(catalog.relation(named('u'))).toBe('unknown');
    expect(catalog.type(named('mood'))).toBe('unknown');
    expect(catalog.hasSchema('app')).toBe('unknown');
    expect(catalog.extension('citext')).toBe('unknown');
  });

  it('is unknown of the server and the platform', () => {
    const catalog = replay('select 1;', supabase);
    expect(catalog.relation(named('pg_catalog.pg_class'))).toBe('unknown');
    expect(catalog.relation(named('pg_class'))).toBe('unknown');
    expect(catalog.routines(named('now'))).toBe('unknown');
    expect(catalog.type(named('timestamptz'))).toBe('unknown');
    expect(catalog.relation(named('storage.migrations'))).toBe('unknown');
    expect(catalog.relation(named('public.users'))).toBe('absent');
    expect(catalog.relation(named('users'))).toBe('absent');
  });

  it('is unknown of what an extension may have made, where it put its objects', () => {
    const catalog = replay('create schema gis; create extension postgis schema gis;');
    expect(catalog.relation(named('gis.spatial_ref_sys'))).toBe('unknown');
    expect(catalog.type(named('gis.geometry'))).toBe('unknown');
    expect(catalog.relation(named('public.spatial_ref_sys'))).toBe('absent');
    expect(replay('create extension pgcrypto;').relation(named('t'))).toBe('absent');
  });

  it('is unknown after SQL that nobody can read', () => {
    const catalog = replay(`do $$ begin execute 'create table ' || current_date::text || '(a int)'; end $$;`);
    expect(catalog.relation(named('u'))).toBe('unknown');
  });

  it('remembers what was changed on a table from outside of the history', () => {
    const catalog = replay(
      `alter table books enable row level security;
       alter table books add column isbn text;
       create policy readers on books for select using (true);
       create index on books (isbn);`,
      partial,
    );
    const books = table(catalog, 'books');
    expect(books).toMatchObject({ unit: 0, complete: false, rowSecurity: { enabled: true } });
    expect([...books.columns.keys()]).toEqual(['isbn']);
    expect([...books.policies.keys()]).toEqual(['readers']);
    expect(indexNames(catalog, 'books')).toEqual(['books_isbn_idx']);
    expect(catalog.isNew(named('books'))).toBe('no');
  });
});

describe('conditional blocks', () => {
  it('applies a guarded creation where the object is not there yet', () => {
    const catalog = replay(`
      do $$ begin
        if not exists (select from pg_type where typname = 'mood') then create type mood as enum ('sad'); end if;
      end $$;
      do $$ begin create type mood as enum ('happy'); exception when duplicate_object then null; end $$;`);
    expect(catalog.type(named('mood'))).toMatchObject({ kind: 'enum', values: ['sad'] });
  });

  it('no longer knows whether something exists that a branch may have dropped', () => {
    const catalog = replay([
      'create table t (a int);',
      'do $$ begin if random() > 0.5 then drop table t; end if; end $$;',
    ]);
    expect(catalog.relation(named('t'))).toBe('unknown');
  });
});

describe('isNew and mayHoldRows', () => {
  it('tells this unit from earlier ones', () => {
    const catalog = replay(['create table old (a int);', 'create table fresh (a int);']);
    expect([catalog.isNew(named('old')), catalog.mayHoldRows(named('old'))]).toEqual(['no', 'yes']);
    expect([catalog.isNew(named('fresh')), catalog.mayHoldRows(named('fresh'))]).toEqual(['yes', 'no']);
  });

  it('sees rows that were put in, also through partitions, until TRUNCATE', () => {
    const catalog = replay(`
      create table a (x int); insert into a values (1);
      create table p (x int) partition by list (x);
      create table p1 partition of p for values in (1);
      insert into p1 values (1);
      create table b (x int); insert into b values (1); truncate b;`);
    expect(catalog.mayHoldRows(named('a'))).toBe('yes');
    expect(catalog.mayHoldRows(named('p'))).toBe('yes');
    expect(catalog.mayHoldRows(named('b'))).toBe('no');
  });

  it('answers IF NOT EXISTS by what the history can know', () => {
    const again = 'create table if not exists t (a int);';
    expect(replay(again).isNew(named('t'))).toBe('yes');
    expect(replay(['create table t (a int);', again]).isNew(named('t'))).toBe('no');
    expect(replay(again, partial).isNew(named('t'))).toBe('unknown');
    expect(replay(again, partial).mayHoldRows(named('t'))).toBe('unknown');
    expect(replay('create table t (a int);', partial).isNew(named('t'))).toBe('yes');
  });

  it('takes tables that nobody knows for old, and temporary ones for new', () => {
    expect(replay('select 1;', partial).isNew(named('t'))).toBe('no');
    expect(replay(['create temp table t (a int);', 'select 1;']).isNew(named('t'))).toBe('yes');
  });

  it('follows renames', () => {
    const catalog = replay(['create table old (a int);', 'create table n (a int); alter table n rename to m;']);
    expect(catalog.isNew(named('m'))).toBe('yes');
  });
});

describe('renames and moves', () => {
  const library = `
    create schema app;
    create table books (id int primary key, title text, pages int generated always as (length(title)) stored,
      check (title <> ''));
    create index on books (lower(title));
    create table loans (id int, book_id int references books (id), title text);
    create view shelf as select b.id, b.title as heading from books b where b.title is not null;
    create policy open on loans using (exists (select 1 from books where books.id = book_id and books.title <> ''));
    create trigger touch before update of title on books for each row execute function f();`;

  it('lets every reference follow a table', () => {
    const catalog = replay(`${library} alter table books rename to tomes; alter table tomes set schema app;`);
    expect(catalog.relation(named('books'))).toBe('absent');
    expect(table(catalog, 'loans').constraints.get('loans_book_id_fkey')?.references?.table).toEqual({
      schema: 'app',
      name: 'tomes',
    });
    expect(table(catalog, 'shelf').view?.reads).toEqual([{ schema: 'app', name: 'tomes' }]);
    expect(indexNames(catalog, 'app.tomes')).toEqual(['books_pkey', 'books_lower_idx']);
    expect(catalog.index(named('app.books_pkey'))).toMatchObject({ table: { schema: 'app', name: 'tomes' } });
    expect(dependents(catalog, 'app.tomes')).toEqual([
      'foreign key loans_book_id_fkey on public.loans',
      'policy open on public.loans',
      'view public.shelf',
    ]);
  });

  it('lets every use follow a column', () => {
    const uses = [
      'constraint books_title_check on public.books',
      'generated column pages on public.books',
      'index books_lower_idx on public.books',
      'policy open on public.loans',
      'trigger touch on public.books',
      'view public.shelf',
    ];
    expect(dependents(replay(library), 'books', 'title')).toEqual(uses);
    const renamed = replay(`${library} alter table books rename column title to name;`);
    expect(dependents(renamed, 'books', 'name')).toEqual(uses);
    expect(dependents(renamed, 'books', 'title')).toEqual([]);
    expect(columnNames(renamed, 'loans')).toContain('title');
    const key = replay(`${library} alter table books rename column id to book;`);
    expect(table(key, 'loans').constraints.get('loans_book_id_fkey')?.references?.columns).toEqual(['book']);
    expect(table(key, 'books').constraints.get('books_pkey')?.columns).toEqual(['book']);
    expect(key.index(named('books_pkey'))).toMatchObject({ elements: [{ column: 'book' }] });
  });

  it('renames a constraint with its index, and an index with its constraint', () => {
    const a = replay('create table t (a int primary key); alter table t rename constraint t_pkey to key;');
    expect(a.index(named('key'))).toMatchObject({ constraint: 'key' });
    const b = replay('create table t (a int primary key); alter index t_pkey rename to key;');
    expect([...table(b, 't').constraints.keys()]).toEqual(['key']);
  });

  it('lets columns follow types and defaults follow sequences', () => {
    const catalog = replay(`
      create type mood as enum ('sad');
      create table t (id serial, m mood default 'sad'::mood);
      alter type mood rename to feeling;
      alter sequence t_id_seq rename to ids;`);
    expect(catalog.usersOfType({ schema: 'public', name: 'feeling' }).map(({ column }) => column)).toEqual(['m']);
    expect(dependents(catalog, 'ids')).toEqual(['default id on public.t']);
  });

  it('lets triggers and policies follow functions', () => {
    const catalog = replay(`
      create function f() returns trigger language plpgsql as $$ begin return new; end $$;
      create function allowed() returns bool language sql as 'select true';
      create table t (a int);
      create trigger g before insert on t for each row execute function f();
      create policy p on t using (allowed());
      alter function f() rename to h;
      alter function allowed() rename to permitted;
      drop function permitted() cascade;`);
    expect(table(catalog, 't').triggers.get('g')?.function.name).toBe('h');
    expect(table(catalog, 't').policies.size).toBe(0);
  });

  it('renames a schema with everything in it', () => {
    const catalog = replay(`
      create schema a;
      create type a.mood as enum ('sad');
      create table a.t (id serial primary key, m a.mood);
      create table u (t int references a.t);
      alter schema a rename to b;`);
    expect(columnNames(catalog, 'b.t')).toEqual(['id', 'm']);
    expect(indexNames(catalog, 'b.t')).toEqual(['t_pkey']);
    expect(table(catalog, 'u').constraints.get('u_t_fkey')?.references?.table.schema).toBe('b');
    expect(catalog.type(named('b.mood'))).toMatchObject({ kind: 'enum' });
    expect(catalog.relation(named('b.t_id_seq'))).toMatchObject({ kind: 'sequence' });
    expect(catalog.hasSchema('a')).toBe('no');
  });
});
