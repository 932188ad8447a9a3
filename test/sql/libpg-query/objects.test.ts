import { describe, expect, it, test } from 'vitest';
import { type Cases, lowered, only } from './lowered.js';

const renames: Cases = [
  [
    'alter table if exists s.a rename to b',
    [
      {
        kind: 'renameObject',
        objectType: 'table',
        object: { schema: 's', name: 'a' },
        to: 'b',
        ifExists: true,
        viaTable: true,
      },
    ],
  ],
  ['alter index i rename to j', [{ kind: 'renameObject', objectType: 'index', viaTable: false }]],
  ['alter materialized view m rename to n', [{ objectType: 'materialized view', object: { name: 'm' } }]],
  ['alter sequence a.s rename to b', [{ objectType: 'sequence', object: { schema: 'a', name: 's' } }]],
  ['alter type s.t rename to u', [{ objectType: 'type', object: { schema: 's', name: 't' }, to: 'u' }]],
  ['alter schema a rename to b', [{ objectType: 'schema', object: { name: 'a' } }]],
  ['alter role a rename to b', [{ objectType: 'role', object: { name: 'a' } }]],
  ['alter database a rename to b', [{ objectType: 'database', object: { name: 'a' } }]],
  [
    'alter function s.f(int, text) rename to g',
    [{ objectType: 'function', object: { schema: 's', name: 'f', arguments: [{ name: 'int4' }, { name: 'text' }] } }],
  ],
  [
    'alter trigger a on s.t rename to b',
    [{ objectType: 'trigger', object: { name: 'a', on: { schema: 's', name: 't' } } }],
  ],
  ['alter policy a on t rename to b', [{ objectType: 'policy', object: { name: 'a', on: { name: 't' } } }]],
  ['alter rule a on t rename to b', [{ objectType: 'rule', object: { name: 'a', on: { name: 't' } } }]],
  [
    'alter domain s.d rename constraint a to b',
    [{ kind: 'renameObject', objectType: 'domain constraint', object: { name: 'a', on: { schema: 's', name: 'd' } } }],
  ],
  ['alter event trigger a rename to b', [{ objectType: 'event trigger', object: { name: 'a' } }]],
  ['alter publication a rename to b', [{ objectType: 'publication' }]],
  ['alter operator class a using btree rename to b', [{ objectType: 'other', object: { name: 'a' } }]],
  [
    'alter table a set schema s',
    [{ kind: 'setObjectSchema', objectType: 'table', object: { name: 'a' }, to: 's', ifExists: false }],
  ],
  ['alter extension e set schema s', [{ kind: 'setObjectSchema', objectType: 'extension', object: { name: 'e' } }]],
  [
    'alter function f owner to session_user',
    [{ kind: 'changeOwner', objectType: 'function', object: { name: 'f' }, owner: 'session_user' }],
  ],
  ['alter view v owner to app', [{ kind: 'changeOwner', objectType: 'view', object: { name: 'v' }, owner: 'app' }]],
  ['alter large object 3 owner to app', [{ kind: 'changeOwner', objectType: 'other', object: { name: '3' } }]],
];

const drops: Cases = [
  [
    'drop table if exists a, s.b cascade',
    [
      { kind: 'dropTable', table: { name: 'a' }, ifExists: true, cascade: true, statementCount: 2 },
      { kind: 'dropTable', table: { schema: 's', name: 'b' }, ifExists: true, cascade: true, statementCount: 2 },
    ],
  ],
  [
    'drop index concurrently if exists s.i',
    [{ kind: 'dropIndex', index: { schema: 's', name: 'i' }, concurrently: true, ifExists: true, cascade: false }],
  ],
  [
    'drop schema a, b cascade',
    [
      { kind: 'dropSchema', schema: 'a', ifExists: false, cascade: true },
      { kind: 'dropSchema', schema: 'b' },
    ],
  ],
  ['drop database if exists d', [{ kind: 'dropDatabase', database: 'd', ifExists: true }]],
  ['drop owned by a, current_user cascade', [{ kind: 'dropOwned', roles: ['a', 'current_user'], cascade: true }]],
  [
    'drop function f(int, out text), s.g',
    [
      { kind: 'dropObject', objectType: 'function', object: { name: 'f', arguments: [{ name: 'int4' }] } },
      { kind: 'dropObject', objectType: 'function', object: { schema: 's', name: 'g' }, statementCount: 2 },
    ],
  ],
  ['drop procedure p()', [{ objectType: 'procedure', object: { name: 'p', arguments: [] } }]],
  [
    'drop trigger if exists g on s.t cascade',
    [
      {
        objectType: 'trigger',
        object: { name: 'g', on: { schema: 's', name: 't' } },
        ifExists: true,
        cascade: true,
        statementCount: 1,
      },
    ],
  ],
  ['drop policy p on t', [{ objectType: 'policy', object: { name: 'p', on: { name: 't' } } }]],
  ['drop rule r on t', [{ objectType: 'rule', object: { name: 'r', on: { name: 't' } } }]],
  ['drop type s.t', [{ objectType: 'type', object: { schema: 's', name: 't' } }]],
  ['drop domain d', [{ objectType: 'domain', object: { name: 'd' } }]],
  ['drop view v', [{ objectType: 'view' }]],
  ['drop materialized view v', [{ objectType: 'materialized view' }]],
  ['drop foreign table v', [{ objectType: 'foreign table' }]],
  ['drop sequence s', [{ objectType: 'sequence' }]],
  ['drop extension e', [{ objectType: 'extension', object: { name: 'e' } }]],
  ['drop role a, b', [{ objectType: 'role', object: { name: 'a' }, statementCount: 2 }, { object: { name: 'b' } }]],
  ['drop tablespace t', [{ objectType: 'tablespace', object: { name: 't' } }]],
  ['drop subscription s', [{ objectType: 'subscription', object: { name: 's' } }]],
  ['drop publication p', [{ objectType: 'publication', object: { name: 'p' } }]],
  ['drop cast (int as text)', [{ objectType: 'other', object: { name: 'int4 text' } }]],
  ['drop operator class s.c using gin', [{ objectType: 'other', object: { schema: 's', name: 'c' } }]],
];

const comments: Cases = [
  [
    "comment on table s.t is 'x'",
    [{ kind: 'commentOn', objectType: 'table', object: { schema: 's', name: 't' }, text: 'x' }],
  ],
  [
    'comment on column s.t.c is null',
    [{ objectType: 'column', object: { name: 'c', on: { schema: 's', name: 't' } }, text: null }],
  ],
  [
    "comment on function f(int) is 'x'",
    [{ objectType: 'function', object: { name: 'f', arguments: [{ name: 'int4' }] } }],
  ],
  ["comment on constraint k on t is 'x'", [{ objectType: 'constraint', object: { name: 'k', on: { name: 't' } } }]],
  [
    "comment on constraint k on domain s.d is 'x'",
    [{ objectType: 'domain constraint', object: { name: 'k', on: { schema: 's', name: 'd' } } }],
  ],
  [
    "comment on policy p on s.t is 'x'",
    [{ objectType: 'policy', object: { name: 'p', on: { schema: 's', name: 't' } } }],
  ],
  ["comment on type s.t is 'x'", [{ objectType: 'type', object: { schema: 's', name: 't' } }]],
  ["comment on extension e is 'x'", [{ objectType: 'extension', object: { name: 'e' } }]],
  ["comment on large object 12 is 'x'", [{ objectType: 'other', object: { name: '12' } }]],
];

describe('objects of every type', () => {
  test.each([...renames, ...drops, ...comments])('%s', (sql, operations) => {
    expect(lowered(sql)).toMatchObject(operations);
  });

  it('gives no argument types where none were written', () => {
    expect(only('dropObject', 'drop function f').object).not.toHaveProperty('arguments');
  });

  it('finds the place for CONCURRENTLY behind comments', () => {
    const sql = '/* index */ drop /* index */ INDEX -- index\n if exists i';
    expect(only('dropIndex', sql).afterIndexKeyword).toBe(sql.indexOf('INDEX') + 'INDEX'.length);
  });
});
