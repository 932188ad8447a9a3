import { describe, expect, it } from 'vitest';
import { replay, supabase, table } from './replay.js';

describe('where a right comes from', () => {
  it('is the GRANT that gave it first', () => {
    const catalog = replay('create table t (a int); grant select on t to r; grant select on t to r;');
    const [grant] = catalog.grants('table', { schema: 'public', name: 't' });
    expect(grant?.writtenAt?.span.start).toBe('create table t (a int); '.length);
  });

  it('is nowhere for what came with the object', () => {
    const catalog = replay('create table t (a int); grant select on t to anon;', supabase);
    const grants = catalog.grants('table', { schema: 'public', name: 't' });
    expect(grants.map(({ writtenAt }) => writtenAt)).toEqual(grants.map(() => undefined));
  });
});

describe('what a replaced function forgets', () => {
  const made = "create function f() returns int language sql security definer set search_path = '' as 'select 1';";
  const again = "create or replace function f() returns int language sql as 'select 2';";
  const forgotten = (sql: string) => [...replay(sql).allRoutines()].map((routine) => routine.forgotten);

  it('are the clauses that it had', () => {
    expect(forgotten(made + again)).toMatchObject([{ securityDefiner: true, settings: { search_path: '' } }]);
  });

  it('stays forgotten until a statement says it', () => {
    expect(forgotten(made + again + again)).toMatchObject([{ securityDefiner: true }]);
    expect(forgotten(`${made}${again}alter function f() security definer set search_path = '';`)).toEqual([undefined]);
    expect(forgotten(`${made}${again}alter function f() security invoker reset all;`)).toEqual([undefined]);
  });
});

describe('row level security', () => {
  it('knows the statement that turned it off, until it is on again', () => {
    const off =
      'create table t (a int); alter table t enable row level security; alter table t disable row level security;';
    expect(table(replay(off), 't').rowSecurity.writtenAt).toBeDefined();
    expect(table(replay(`${off} alter table t enable row level security;`), 't').rowSecurity.writtenAt).toBeUndefined();
  });
});

describe('rows of the platform', () => {
  const buckets = (sql: string) => [...replay(sql, supabase).publicBuckets()];

  it('say which buckets are public', () => {
    const made = "insert into storage.buckets (id, public) values ('a', true), ('b', false), ('c', true);";
    expect(buckets(made)).toEqual(['a', 'c']);
    expect(buckets(`${made} update storage.buckets set public = false where id = 'a';`)).toEqual(['c']);
    expect(buckets(`${made} delete from storage.buckets where id in ('a', 'c');`)).toEqual([]);
  });

  it('make the tables of queues, and drop them', () => {
    const exists = (sql: string) => [...replay(sql).relations()].map(({ name }) => name.name);
    expect(exists("select pgmq.create('Mails');")).toEqual(['q_mails', 'a_mails']);
    expect(exists("select pgmq.create('Mails'); select pgmq.drop_queue('Mails');")).toEqual([]);
  });
});
