import { describe, expect, it, test } from 'vitest';
import { type Cases, lowered, only } from './lowered.js';

const cases: Cases = [
  [
    'create unique index concurrently if not exists i on only s.t using gin (a desc nulls first, lower(b) collate "C" x.ops) include (c) nulls not distinct with (fastupdate = off) where a > 1',
    [
      {
        kind: 'createIndex',
        index: 'i',
        table: { schema: 's', name: 't' },
        only: true,
        unique: true,
        concurrently: true,
        ifNotExists: true,
        method: 'gin',
        elements: [
          { column: 'a', descending: true, nulls: 'first' },
          {
            column: undefined,
            expression: { kind: 'call', name: { name: 'lower' } },
            collation: { name: 'C' },
            operatorClass: { schema: 'x', name: 'ops' },
            descending: false,
            nulls: undefined,
          },
        ],
        include: ['c'],
        where: { kind: 'operator', operator: '>' },
        nullsNotDistinct: true,
        options: { fastupdate: 'off' },
      },
    ],
  ],
  [
    'create index on t (a)',
    [
      {
        index: undefined,
        only: false,
        unique: false,
        concurrently: false,
        ifNotExists: false,
        method: 'btree',
        where: undefined,
        nullsNotDistinct: false,
      },
    ],
  ],
  [
    'reindex index concurrently s.i',
    [{ kind: 'reindex', target: 'index', name: { schema: 's', name: 'i' }, concurrently: true }],
  ],
  ['reindex (concurrently) table t', [{ target: 'table', concurrently: true }]],
  ['reindex (verbose, concurrently false) table t', [{ target: 'table', concurrently: false }]],
  ['reindex schema s', [{ target: 'schema', name: { name: 's' } }]],
  ['reindex database d', [{ target: 'database', name: { name: 'd' } }]],
  ['reindex system', [{ target: 'system', name: undefined }]],
];

describe('indexes', () => {
  test.each(cases)('%s', (sql, operations) => {
    expect(lowered(sql)).toMatchObject(operations);
  });

  test.each(['create index i on t (a)', 'CREATE /* index */ UNIQUE\n-- index\nINDEX "index" on t (a)'])(
    'finds the place for CONCURRENTLY: %s',
    (sql) => {
      const { afterIndexKeyword } = only('createIndex', sql);
      expect(sql.slice(0, afterIndexKeyword)).toMatch(/index$/i);
      expect(sql.slice(afterIndexKeyword)).toMatch(/^ (i|"index") on/);
    },
  );

  it('finds the place for CONCURRENTLY of REINDEX behind its options', () => {
    const sql = 'reindex (tablespace "table") table t';
    expect(sql.slice(only('reindex', sql).afterTargetKeyword)).toBe(' t');
  });
});
