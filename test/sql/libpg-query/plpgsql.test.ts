import { beforeAll, describe, expect, it } from 'vitest';
import { loadLibpgQuery } from '../../../src/sql/libpg-query/adapter.js';
import { routineReferences } from '../../../src/sql/libpg-query/plpgsql.js';
import type { DoBlock, Operation } from '../../../src/sql/operation.js';
import type { Parser } from '../../../src/sql/parser.js';
import { readScript } from '../../../src/sql/read-script.js';

let parser: Parser;
beforeAll(async () => {
  parser = await loadLibpgQuery();
});

const operations = (sql: string): readonly Operation[] =>
  readScript(sql, parser).statements.flatMap((statement) => statement.operations);
/** Kind and text of everything inside the block. */
const inside = (sql: string): readonly (readonly [string, string])[] =>
  operations(sql).flatMap((op) => (op.block ? [[op.kind, sql.slice(op.span.start, op.span.end)] as const] : []));
const block = (sql: string): DoBlock => {
  const found = operations(sql)[0];
  if (found?.kind !== 'doBlock') throw new Error('not a DO block');
  return found;
};

const body = `-- 😀 é
do $body$
declare
  n int := (select count(*) from counted);
  r public.books%rowtype;
  c cursor for select * from cursored;
begin
  -- create table not_this (a int);
  create table a (id int);
  if n > 0 then create index on a (id); elsif n < 0 then alter table a add column b int, add column c int; end if;
  for r in select * from looped loop delete from a where id = r.id; end loop;
  perform set_config('lock_timeout', '1s', true) from performed;
  select 1 into n from chosen; insert into a values (1) returning id into n;
  begin
    drop table gone;
  exception when undefined_table then update a set id = 2;
  end;
  r.title := 'x';
  call p(1); commit; rollback and chain;
end $body$;`;

describe('a DO block', () => {
  it('holds its static SQL as operations at their places', () => {
    expect(inside(body)).toEqual([
      ['createTable', 'create table a (id int)'],
      ['createIndex', 'create index on a (id)'],
      ['addColumn', 'add column b int'],
      ['addColumn', 'add column c int'],
      ['select', 'select * from looped'],
      ['delete', 'delete from a where id = r.id'],
      ['select', "perform set_config('lock_timeout', '1s', true) from performed"],
      ['setSetting', "perform set_config('lock_timeout', '1s', true) from performed"],
      ['select', 'select 1 into n from chosen'],
      ['insert', 'insert into a values (1) returning id'],
      ['dropTable', 'drop table gone'],
      ['update', 'update a set id = 2'],
      ['call', 'call p(1)'],
      ['commitTransaction', 'commit'],
      ['rollbackTransaction', 'rollback'],
    ]);
    expect(block(body)).toMatchObject({ analysed: true, language: 'plpgsql' });
    expect(operations(body)[0]?.block).toBeUndefined();
  });

  it('knows what may not run and what is caught', () => {
    const flags = (kind: string) => operations(body).find((op) => op.kind === kind)?.block;
    expect(flags('createTable')).toEqual({ conditional: false, caught: false });
    expect(flags('createIndex')).toEqual({ conditional: true, caught: false });
    expect(flags('delete')).toEqual({ conditional: true, caught: false });
    expect(flags('dropTable')).toEqual({ conditional: false, caught: true });
    expect(flags('update')).toEqual({ conditional: true, caught: false });
  });

  it('refers to what its queries, conditions and declarations name', () => {
    expect(
      block(body)
        .references.relations.map(({ name }) => name)
        .toSorted(),
    ).toEqual(['a', 'books', 'chosen', 'counted', 'cursored', 'looped', 'performed'].toSorted());
    expect(block(body).references.dynamic).toBe(false);
  });

  it('shows SQL that it puts together, and reads it where it is one constant', () => {
    const sql = `do $$ begin
      execute 'drop table a';
      execute format('drop table %I', 'b');
      if true then execute $q$ create table c (); select 1 $q$; end if;
      execute 'select ''x''';
    end $$`;
    expect(inside(sql)).toEqual([
      ['dynamicSql', "'drop table a'"],
      ['dropTable', 'drop table a'],
      ['dynamicSql', "format('drop table %I', 'b')"],
      ['dynamicSql', '$q$ create table c (); select 1 $q$'],
      ['createTable', 'create table c ()'],
      ['select', 'select 1'],
      ['dynamicSql', "'select ''x'''"],
      ['select', "'select ''x'''"],
    ]);
    const dynamic = operations(sql).filter((op) => op.kind === 'dynamicSql');
    expect(dynamic.map((op) => op.literal)).toEqual([
      'drop table a',
      undefined,
      ' create table c (); select 1 ',
      "select 'x'",
    ]);
    expect(block(sql).references.dynamic).toBe(true);
  });

  it('in a string with escapes is read, with the statement for a place', () => {
    const sql = "select 1; do 'begin create index on a (id); drop table \"it''s\"; end'";
    const statement = sql.slice(sql.indexOf('do '));
    expect(inside(sql)).toEqual([
      ['createIndex', statement],
      ['dropTable', statement],
    ]);
  });

  it('in a block adds its own conditions', () => {
    const sql = 'do $$ begin if true then do $q$ begin drop table t; end $q$; end if; end $$';
    expect(inside(sql)).toEqual([
      ['doBlock', 'do $q$ begin drop table t; end $q$'],
      ['dropTable', 'drop table t'],
    ]);
    expect(operations(sql)[2]?.block).toEqual({ conditional: true, caught: false });
  });

  it('finds equal statements one after the other, on one line and with Windows line ends', () => {
    const sql = 'do $$\r\nbegin\r\n drop table t; drop table t;\r\n drop table t; end $$';
    const starts = operations(sql).flatMap((op) => (op.block ? [op.span.start] : []));
    expect(starts).toEqual([...sql.matchAll(/drop/g)].map((match) => match.index));
  });

  it.each(["do language plpython3u 'x'", 'do $$ begin nonsense end $$', "do ''"])(
    'that cannot be read says so: %s',
    (sql) => {
      expect(operations(sql)).toHaveLength(1);
      expect(block(sql).analysed).toBe(false);
    },
  );
});

describe('routineReferences', () => {
  const relations = (language: string, text: string): readonly string[] =>
    routineReferences(language, text).relations.map(({ name }) => name);

  it('reads SQL bodies', () => {
    expect(relations('sql', 'with w as (select * from a) insert into b select * from w, c where d = $1')).toEqual([
      'b',
      'c',
      'a',
    ]);
    expect(routineReferences('sql', 'select f(x), y::mood from t')).toMatchObject({
      functions: [{ name: 'f' }],
      types: [{ name: 'mood' }],
      columns: ['x', 'y'],
    });
  });

  it.each([
    ['begin new.changed := now(); insert into log values (new.id); return new; end', ['log']],
    ['begin return query select * from a; return query execute x; end', ['a']],
    ['begin return; end', []],
    ['begin p_total := 1; p_row.id := (select id from a); get diagnostics p_count = row_count; end', ['a']],
    ['declare r a%rowtype; begin select * into r from b; r.x = 1; return r.x; end', ['a', 'b']],
    ["begin if tg_op = 'INSERT' then perform 1 from a; end if; return null; end", ['a']],
    ['begin case x when 1 then delete from a; else null; end case; end', ['a']],
    ["begin execute 'truncate a'; end", []],
  ])('reads PL/pgSQL bodies whatever their signature: %s', (text, expected) => {
    expect(relations('plpgsql', text)).toEqual(expected);
  });

  it('tells dynamic SQL, and knows nothing of what it cannot read', () => {
    expect(routineReferences('plpgsql', "begin execute 'x' || y; end").dynamic).toBe(true);
    expect(routineReferences('plpgsql', 'begin nonsense').relations).toEqual([]);
    expect(routineReferences('plpython3u', 'select * from a').relations).toEqual([]);
    expect(routineReferences('sql', 'selec').relations).toEqual([]);
  });
});
