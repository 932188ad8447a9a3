import { describe, expect, it } from 'vitest';
import { columnNames, constraintNames, indexNames, named, partial, replay, table } from './replay.js';

describe('DROP COLUMN', () => {
  it('takes along every index and constraint that contains the column, also over several columns', () => {
    const catalog = replay(`
      create table t (a int, b int, c int, primary key (a, b), unique (b, c), check (a < c));
      create index on t (c, (a + b));
      create index on t (c) where a > 0;
      create index on t (c) include (a);
      create index on t (c);
      alter table t drop column a;`);
    expect(columnNames(catalog, 't')).toEqual(['b', 'c']);
    expect(constraintNames(catalog, 't')).toEqual(['t_b_c_key']);
    expect(indexNames(catalog, 't')).toEqual(['t_b_c_key', 't_c_idx1']);
  });

  it('takes along, with CASCADE, views, policies and foreign keys that use it', () => {
    const catalog = replay(`
      create table t (a int primary key, b int);
      create table u (t int references t);
      create view v as select a from t;
      create view w as select b from t;
      create view over_v as select * from v;
      create policy p on t using (a > 0);
      alter table t drop column a cascade;`);
    expect(constraintNames(catalog, 'u')).toEqual([]);
    expect(catalog.relation(named('v'))).toBe('absent');
    expect(catalog.relation(named('over_v'))).toBe('absent');
    expect(columnNames(catalog, 'w')).toEqual(['b']);
    expect(table(catalog, 't').policies.size).toBe(0);
  });

  it('drops the sequence that the column owns', () => {
    const catalog = replay('create table t (a serial, b int); alter table t drop column a;');
    expect(catalog.relation(named('t_a_seq'))).toBe('absent');
  });

  it('takes along what was made here on a table that nobody knows', () => {
    const catalog = replay('create index i on books (isbn); alter table books drop column isbn;', partial);
    expect(indexNames(catalog, 'books')).toEqual([]);
  });
});

describe('DROP', () => {
  it('TABLE takes its indexes and sequences, and CASCADE its dependents', () => {
    const catalog = replay(`
      create table t (a serial primary key);
      create table u (t int references t);
      create view v as select a from t;
      drop table t cascade;`);
    for (const name of ['t', 't_a_seq', 'v']) expect(catalog.relation(named(name))).toBe('absent');
    expect(catalog.index(named('t_pkey'))).toBe('absent');
    expect(constraintNames(catalog, 'u')).toEqual([]);
  });

  it('TYPE CASCADE drops the columns of that type, with their indexes', () => {
    const catalog = replay(`
      create type mood as enum ('sad');
      create table t (id int, m mood, ms mood[]);
      create index on t (m);
      drop type mood cascade;`);
    expect(columnNames(catalog, 't')).toEqual(['id']);
    expect(indexNames(catalog, 't')).toEqual([]);
  });

  it('SEQUENCE CASCADE drops the defaults that use it', () => {
    const catalog = replay(`
      create sequence ids;
      create table t (id int default nextval('ids'), n int default 1);
      drop sequence ids cascade;`);
    expect(table(catalog, 't').columns.get('id')?.default).toBeUndefined();
    expect(table(catalog, 't').columns.get('n')?.default).toBeDefined();
  });

  it('FUNCTION drops the overload that is named, and CASCADE what calls it', () => {
    const catalog = replay(`
      create function f(a int) returns bool language sql as 'select true';
      create function f(a text) returns bool language sql as 'select true';
      create table t (a int check (f(a)), b bool default f(1));
      create policy p on t using (f(a));
      drop function f(text);`);
    expect(catalog.routines(named('public.f'))).toHaveLength(1);
    expect(table(catalog, 't').policies.size).toBe(1);
    const cascaded = replay(`
      create function f(a int) returns bool language sql as 'select true';
      create table t (a int check (f(a)), b bool default f(1));
      create policy p on t using (f(a));
      drop function f cascade;`);
    expect(cascaded.routines(named('public.f'))).toBe('absent');
    expect(constraintNames(cascaded, 't')).toEqual([]);
    expect(table(cascaded, 't').columns.get('b')?.default).toBeUndefined();
    expect(table(cascaded, 't').policies.size).toBe(0);
  });

  it('SCHEMA CASCADE drops what is in it', () => {
    const catalog = replay(`
      create schema app;
      create table app.t (a int);
      create type app.mood as enum ('sad');
      create function app.f() returns int language sql as 'select 1';
      drop schema app cascade;`);
    expect(catalog.relation(named('app.t'))).toBe('absent');
    expect(catalog.type(named('app.mood'))).toBe('absent');
    expect(catalog.routines(named('app.f'))).toBe('absent');
    expect(catalog.hasSchema('app')).toBe('no');
  });

  it('INDEX leaves the index of a constraint, which the server would refuse', () => {
    const catalog = replay('create table t (a int primary key); create index i on t (a); drop index i, t_pkey;');
    expect(indexNames(catalog, 't')).toEqual(['t_pkey']);
  });

  it('POLICY, TRIGGER and RULE work on their table', () => {
    const catalog = replay(`
      create table t (a int);
      create policy p on t using (true);
      create trigger g before insert on t for each row execute function f();
      create rule r as on insert to t do instead nothing;
      drop policy p on t;
      drop trigger g on t;
      drop rule r on t;`);
    const { policies, triggers, rules } = table(catalog, 't');
    expect([policies.size, triggers.size, rules.size]).toEqual([0, 0, 0]);
  });
});
