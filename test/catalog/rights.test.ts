import { describe, expect, it } from 'vitest';
import type { Catalog } from '../../src/catalog/catalog.js';
import type { GrantEntry } from '../../src/catalog/model.js';
import { columnNames, named, replay, supabase, table } from './replay.js';

const rights = (catalog: Catalog, objectType: GrantEntry['objectType'], name: string, schema = 'public'): string[] =>
  catalog
    .grants(objectType, { schema, name })
    .map(({ grantee, privilege, column }) => `${grantee} ${privilege}${column ? `(${column})` : ''}`)
    .toSorted();

describe('grants', () => {
  it('follow GRANT and REVOKE, also of columns', () => {
    const catalog = replay(`
      create table t (a int, b int);
      grant select, update on t to reader;
      grant insert (a) on t to writer;
      grant all on t to boss;
      revoke update on t from reader;
      revoke select, insert, delete, truncate, references, trigger on t from boss;`);
    expect(rights(catalog, 'table', 't')).toEqual(['boss update', 'reader select', 'writer insert(a)']);
  });

  it('give EXECUTE on functions to PUBLIC', () => {
    const catalog = replay(`
      create function f() returns int language sql as 'select 1';
      create function g() returns int language sql as 'select 1';
      revoke execute on function g() from public;`);
    expect(rights(catalog, 'function', 'f')).toEqual(['public execute']);
    expect(rights(catalog, 'function', 'g')).toEqual([]);
  });

  it('apply default privileges to what is made after them', () => {
    const catalog = replay(`
      create table before (a int);
      alter default privileges in schema public grant select on tables to reader;
      create table after (a int);
      alter default privileges in schema public revoke select on tables from reader;
      create table last (a int);
      alter default privileges revoke execute on functions from public;
      create function f() returns int language sql as 'select 1';`);
    expect(rights(catalog, 'table', 'before')).toEqual([]);
    expect(rights(catalog, 'table', 'after')).toEqual(['reader select']);
    expect(rights(catalog, 'table', 'last')).toEqual([]);
    expect(rights(catalog, 'function', 'f')).toEqual([]);
  });

  it('reach every table of a schema, follow renames and end with the object', () => {
    const catalog = replay(`
      create table t (a int);
      create table u (a int);
      grant select on all tables in schema public to reader;
      alter table t rename to renamed;
      drop table u;
      create table u (a int);`);
    expect(rights(catalog, 'table', 'renamed')).toEqual(['reader select']);
    expect(rights(catalog, 'table', 'u')).toEqual([]);
  });
});

describe('a Supabase project', () => {
  it('grants new tables and functions of public to its API roles', () => {
    const catalog = replay(
      `create table t (id bigserial);
       create schema app; create table app.t (a int);
       create function f() returns int language sql as 'select 1';`,
      supabase,
    );
    expect(rights(catalog, 'table', 't')).toContain('anon select');
    expect(rights(catalog, 'sequence', 't_id_seq')).toContain('authenticated usage');
    expect(rights(catalog, 'function', 'f')).toEqual([
      'anon execute',
      'authenticated execute',
      'postgres execute',
      'public execute',
      'service_role execute',
    ]);
    expect(rights(catalog, 'table', 't', 'app')).toEqual([]);
  });

  it('knows auth.users and its primary key, without claiming to know all of it', () => {
    const catalog = replay('create table profiles (id uuid references auth.users);', supabase);
    expect(table(catalog, 'auth.users')).toMatchObject({ managed: true, complete: false });
    expect(catalog.isNew(named('auth.users'))).toBe('no');
    expect(table(catalog, 'profiles').constraints.get('profiles_id_fkey')?.references).toEqual({
      table: { schema: 'auth', name: 'users' },
      columns: ['id'],
    });
    expect(catalog.routines(named('auth.uid'))).toMatchObject([{ volatility: 'stable' }]);
  });
});

describe('views', () => {
  it('show the columns of their query, with stars as they were then', () => {
    const catalog = replay(`
      create table t (a int, b text);
      create table u (c int);
      create view v as select t.*, c as d from t, u;
      create view named_view (x) as select a, b from t;
      alter table t add column later int;`);
    expect(columnNames(catalog, 'v')).toEqual(['a', 'b', 'd']);
    expect(columnNames(catalog, 'named_view')).toEqual(['x', 'b']);
    expect(table(catalog, 'v').view?.text).toBe('select t.*, c as d from t, u');
  });

  it('lose their options by CREATE OR REPLACE, but nothing else', () => {
    const catalog = replay([
      `create table t (a int, b int);
       create view v with (security_invoker = true) as select a from t;
       grant select on v to reader;`,
      'create or replace view v as select a, b from t;',
    ]);
    const view = table(catalog, 'v');
    expect(view).toMatchObject({ unit: 1, options: {} });
    expect(columnNames(catalog, 'v')).toEqual(['a', 'b']);
    expect(rights(catalog, 'table', 'v')).toEqual(['reader select']);
  });

  it('tell whether a materialized view holds rows', () => {
    const catalog = replay(`
      create table t (a int);
      create materialized view m as select a from t with no data;
      create materialized view n as select a from t with no data;
      refresh materialized view n;`);
    expect(table(catalog, 'm').view?.populated).toBe(false);
    expect(table(catalog, 'n').view?.populated).toBe(true);
  });
});

describe('tables as the statements left them', () => {
  it('hold row security, policies, triggers, owner, comments and options', () => {
    const catalog = replay(`
      create table t (a int);
      alter table t enable row level security, force row level security;
      create policy p on t for select to reader using (a > 0);
      alter policy p on t to writer;
      alter policy p on t rename to q;
      create trigger g before insert or update of a on t for each row execute function f();
      alter table t disable trigger g;
      alter table t owner to boss;
      alter table t set (fillfactor = 70, autovacuum_enabled = false);
      alter table t reset (autovacuum_enabled);
      comment on table t is 'things';
      comment on column t.a is 'a thing';`);
    const t = table(catalog, 't');
    expect(t).toMatchObject({ rowSecurity: { enabled: true, forced: true }, owner: 'boss', comment: 'things' });
    expect(t.options).toEqual({ fillfactor: '70' });
    expect(t.columnComments.get('a')).toBe('a thing');
    expect(t.policies.get('q')).toMatchObject({ command: 'select', roles: ['writer'] });
    expect(t.triggers.get('g')).toMatchObject({ state: 'disabled', columns: ['a'], events: ['insert', 'update'] });
  });

  it('hold enum values in order, domains with their constraints, and the base of a domain', () => {
    const catalog = replay(`
      create type mood as enum ('sad', 'happy');
      alter type mood add value 'ok' before 'happy';
      alter type mood rename value 'sad' to 'blue';
      create domain small as int check (value < 9);
      create domain tiny as small;
      alter domain small set not null;
      create table t (a tiny);`);
    expect(catalog.type(named('mood'))).toMatchObject({ values: ['blue', 'ok', 'happy'] });
    const small = catalog.type(named('small'));
    expect(small).toMatchObject({ kind: 'domain', notNull: true });
    expect(typeof small === 'object' && small.kind === 'domain' ? [...small.constraints.keys()] : []).toEqual([
      'small_check',
    ]);
    const type = table(catalog, 't').columns.get('a')?.type;
    expect(type && catalog.baseType(type).name).toBe('int4');
  });

  it('hold functions with their settings, and replace them in place', () => {
    const catalog = replay([
      `create function f(a int) returns int language sql stable as 'select 1';`,
      `create or replace function f(a int) returns int language sql security definer as 'select 2';
       alter function f(int) set search_path = '';`,
    ]);
    const overloads = catalog.routines(named('f'));
    expect(overloads).toMatchObject([{ security: 'definer', volatility: 'volatile', unit: 1, body: 'select 2' }]);
    expect(typeof overloads === 'object' && overloads[0] ? Object.keys(overloads[0].settings) : []).toEqual([
      'search_path',
    ]);
  });
});
