import { describe, expect, it, test } from 'vitest';
import { type Cases, lowered, only, textOf } from './lowered.js';

const cases: Cases = [
  [
    'insert into s.t (a, b) values (1, 2), (3, default) on conflict (a) do update set b = excluded.b returning a',
    [
      {
        kind: 'insert',
        table: { schema: 's', name: 't' },
        columns: ['a', 'b'],
        source: 'values',
        rows: 2,
        onConflict: true,
        reads: [],
      },
    ],
  ],
  ['insert into t default values', [{ columns: [], source: 'default', rows: 0, onConflict: false }]],
  [
    'insert into t select * from u where a in (select a from w)',
    [{ source: 'query', rows: 0, reads: [{ name: 'u' }, { name: 'w' }] }],
  ],
  [
    'update only t set a = 1, (b, c) = (select 1, 2 from u) from v where true',
    [
      {
        kind: 'update',
        table: { name: 't' },
        columns: ['a', 'b', 'c'],
        filter: 'always',
        where: { value: true },
        reads: [{ name: 'v' }, { name: 'u' }],
      },
    ],
  ],
  ['delete from t', [{ kind: 'delete', filter: 'none', where: undefined, reads: [] }]],
  ['delete from t using u where t.a = u.a', [{ filter: 'condition', reads: [{ name: 'u' }] }]],
  [
    'merge into t using u on t.a = u.a when matched then delete',
    [{ kind: 'merge', table: { name: 't' }, reads: [{ name: 'u' }], expressions: [{ kind: 'operator' }] }],
  ],
  ['select 1 from t', [{ kind: 'select', query: { relations: [{ name: 't' }] } }]],
  ['values (1)', [{ kind: 'select' }]],
  ['copy t (a) from stdin', [{ kind: 'copy', table: { name: 't' }, direction: 'from', endpoint: 'stdin' }]],
  ["copy t to '/f'", [{ kind: 'copy', direction: 'to', endpoint: 'file' }]],
  ["copy (select 1) to program 'x'", [{ kind: 'copy', table: undefined, endpoint: 'program' }]],
  ['copy t to stdout', [{ endpoint: 'stdout' }]],
  ['copy (with d as (delete from t returning 1) select * from d) to stdout', [{ kind: 'copy' }, { kind: 'delete' }]],
  ['copy (delete from t returning *) to stdout', [{ kind: 'copy' }, { kind: 'delete', filter: 'none' }]],
  [
    'truncate only a, s.b restart identity cascade',
    [{ kind: 'truncate', tables: [{ name: 'a' }, { schema: 's', name: 'b' }], cascade: true, restartIdentity: true }],
  ],
  ['vacuum full a, b', [{ kind: 'vacuum', tables: [{ name: 'a' }, { name: 'b' }], full: true }]],
  ['vacuum (full off, analyze)', [{ tables: [], full: false }]],
  ['vacuum (full 0)', [{ full: false }]],
  ['vacuum (full 1)', [{ full: true }]],
  ['analyze s.t (a)', [{ kind: 'analyze', tables: [{ schema: 's', name: 't' }] }]],
  ['cluster t using i', [{ kind: 'cluster', table: { name: 't' } }]],
  ['cluster', [{ kind: 'cluster', table: undefined }]],
  [
    'lock table a, only b in share row exclusive mode nowait',
    [{ kind: 'lockTable', tables: [{ name: 'a' }, { name: 'b' }], mode: 'SHARE ROW EXCLUSIVE', nowait: true }],
  ],
  ['lock a', [{ mode: 'ACCESS EXCLUSIVE', nowait: false }]],
  ['lock a in access share mode', [{ mode: 'ACCESS SHARE' }]],
];

describe('data', () => {
  test.each(cases)('%s', (sql, operations) => {
    expect(lowered(sql)).toMatchObject(operations);
  });

  test.each([
    ['', 'none'],
    ['where true', 'always'],
    ['where 1 = 1', 'always'],
    ["where 'a' = 'a'", 'always'],
    ['where not false', 'always'],
    ['where a = 1 or true', 'always'],
    ['where a = 1 and true', 'condition'],
    ['where 1 = 2', 'condition'],
    ['where current of c', 'condition'],
  ])('the filter of DELETE %s is %s', (where, filter) => {
    expect(only('delete', `delete from t ${where}`).filter).toBe(filter);
  });

  it('holds every expression of an INSERT', () => {
    const { expressions } = only(
      'insert',
      'insert into t (a, b) values (f(1), 2), (3, g()) on conflict (a) do update set b = h() where t.b > i() returning j()',
    );
    const names = JSON.stringify(expressions);
    for (const name of 'fghij') expect(names).toContain(`"name":"${name}"`);
  });
});

describe('data changed inside WITH', () => {
  it('is an operation of its own, at its own place', () => {
    const sql =
      'with gone (a) as (delete from t returning *), kept as (update u set b = 1 where true) select * from gone, kept';
    const operations = lowered(sql);
    expect(operations).toMatchObject([
      { kind: 'delete', table: { name: 't' }, filter: 'none' },
      { kind: 'update', table: { name: 'u' }, filter: 'always' },
      { kind: 'select', query: { relations: [], modifies: [{ name: 't' }, { name: 'u' }] } },
    ]);
    expect(operations.map((op) => textOf(sql, op.span))).toEqual([
      'delete from t returning *',
      'update u set b = 1 where true',
      sql,
    ]);
  });

  it('may stand before an INSERT, and read what stands before it', () => {
    expect(
      lowered('with a as (select 1 from x), b as (delete from t using a returning 1) insert into u select * from b'),
    ).toMatchObject([
      { kind: 'delete', table: { name: 't' }, reads: [] },
      { kind: 'insert', table: { name: 'u' }, reads: [{ name: 'x' }] },
    ]);
  });
});
