import { describe, expect, test } from 'vitest';
import type { Operation } from '../../../src/sql/operation.js';
import { pureJs } from '../../../src/sql/pure-js/adapter.js';
import { readScript } from '../../../src/sql/read-script.js';

function read(sql: string): readonly Operation[] {
  return readScript(sql, pureJs).statements.flatMap((statement) => statement.operations);
}

const kindsOf = (sql: string): readonly string[] => read(sql).map((operation) => operation.kind);

describe('what it cannot read is unknown, one by one', () => {
  test('among statements that it reads', () => {
    const sql = 'create table a (id int); do $$ begin null; end $$; alter table a enable row level security;';
    expect(kindsOf(sql)).toEqual(['createTable', 'unknown', 'enableRowSecurity']);
  });

  test.each([
    'crate table books (id int)',
    'create table books (id int',
    'create table books (id int) partition by fruit (id)',
    'alter table books add column pages integer, frobnicate',
    'alter table books add constraint c check (a > 1) not valid please',
    'create index books_idx on books (a) include',
    'create policy p on books for everything using (true)',
    'grant fly on planet mars to alice',
    'begin read slowly',
    "select 'unterminated",
    'select 1e5',
    "select interval '1' day",
    'select a from books fetch first 3 rows only',
    'update books set (a, b) = (1, 2)',
    'merge into books using drafts on true when matched then delete',
    'explain select 1',
  ])('%s', (sql) => {
    expect(kindsOf(sql)).toEqual(['unknown']);
  });

  test('with no syntax problem, for it cannot tell one', () => {
    expect(readScript('crate table books (id int)', pureJs).problems).toEqual([]);
  });

  test('also where brackets and operators go on beyond reason', () => {
    expect(kindsOf(`select ${'('.repeat(2000)}1${')'.repeat(2000)}`)).toEqual(['unknown']);
    expect(kindsOf('create table a (id int)').length).toBe(1);
  });
});

describe('what the package would lose is kept', () => {
  test('NOT VALID and the attributes of constraints', () => {
    const [op] = read(
      'alter table a add constraint c foreign key (b) references d (e) on delete cascade deferrable not valid',
    );
    expect(op).toMatchObject({
      kind: 'addConstraint',
      constraint: {
        type: 'foreignKey',
        notValid: true,
        deferrable: true,
        onDelete: 'cascade',
        referencedColumns: ['e'],
      },
    });
  });

  test('USING of a type change, and ON ONLY of an index', () => {
    expect(read('alter table a alter column b type int using b::int')).toMatchObject([
      { kind: 'alterColumnType', using: { kind: 'cast', type: { name: 'int4' } } },
    ]);
    expect(read('create index concurrently i on only a (b)')).toMatchObject([{ concurrently: true, only: true }]);
  });

  test('names longer than the server keeps are cut', () => {
    const name = `${'é'.repeat(40)}x`;
    expect(read(`drop table ${name}`)).toMatchObject([{ table: { name: 'é'.repeat(31) } }]);
  });
});

describe('expressions that the package refuses', () => {
  test('tell the functions that they call', () => {
    const [op] = read('create policy p on books using (auth.uid() is distinct from owner_id)');
    expect(op).toMatchObject({
      kind: 'createPolicy',
      using: { kind: 'other', tag: 'unread', parts: [{ kind: 'call', name: { schema: 'auth', name: 'uid' } }] },
    });
  });

  test('are refused where operators bind otherwise than in PostgreSQL', () => {
    expect(read("alter table a alter b set default x || y -> 'z'")).toMatchObject([{ default: { tag: 'unread' } }]);
    expect(read("alter table a alter b set default x || (y -> 'z')")).toMatchObject([
      { default: { operator: '||', operands: [{ kind: 'column' }, { operator: '->' }] } },
    ]);
  });
});

test('places count in the whole text, in UTF-16 units', () => {
  const sql = "-- émoji 🎉\nselect 'é🎉';\n  drop index /* now */ books_idx;";
  const operations = read(sql);
  expect(operations.map(({ span }) => sql.slice(span.start, span.end))).toEqual([
    "select 'é🎉'",
    'drop index /* now */ books_idx',
  ]);
  const drop = operations[1];
  expect(drop?.kind === 'dropIndex' && sql.slice(0, drop.afterIndexKeyword).endsWith('drop index')).toBe(true);
});
