import { describe, expect, test } from 'vitest';
import { type Cases, lowered } from './lowered.js';

const cases: Cases = [
  [
    'set local search_path to a, "$user"',
    [{ kind: 'setSetting', name: 'search_path', value: 'a, $user', local: true, form: 'set' }],
  ],
  ["set search_path = ''", [{ name: 'search_path', value: '', local: false }]],
  ['SET Lock_Timeout = 0', [{ name: 'lock_timeout', value: '0' }]],
  ["set statement_timeout to '5s'", [{ value: '5s' }]],
  ['set x = -1.5, on', [{ value: '-1.5, on' }]],
  ['set x to default', [{ value: null }]],
  ["set time zone 'UTC'", [{ name: 'timezone', value: 'UTC' }]],
  ["set time zone interval '1' hour to minute", [{ name: 'timezone', value: '1' }]],
  ["set names 'utf8'", [{ name: 'client_encoding', value: 'utf8' }]],
  ['set role app', [{ name: 'role', value: 'app' }]],
  ['set local role none', [{ name: 'role', value: 'none', local: true }]],
  ["set session authorization 'app'", [{ name: 'session_authorization', value: 'app' }]],
  [
    'set transaction isolation level serializable, read only',
    [{ name: 'transaction', value: 'isolation level serializable, read only', local: true }],
  ],
  ['set session characteristics as transaction read only', [{ name: 'transaction', value: 'read only', local: false }]],
  [
    "select set_config('Search_Path', '', true)",
    [{ kind: 'setSetting', name: 'search_path', value: '', local: true, form: 'set_config' }],
  ],
  ["select pg_catalog.set_config('a.b', 'c', false)", [{ name: 'a.b', value: 'c', local: false }]],
  [
    "select set_config('a.b', 'c', false), d from t",
    [{ kind: 'select' }, { kind: 'setSetting', name: 'a.b', value: 'c' }],
  ],
  ["select set_config('a.b', c, false) from t", [{ kind: 'select' }]],
  ["select setval('q', 1)", [{ kind: 'select' }]],
  ['reset search_path', [{ kind: 'resetSetting', name: 'search_path' }]],
  ['reset role', [{ kind: 'resetSetting', name: 'role' }]],
  ['reset session authorization', [{ kind: 'resetSetting', name: 'session_authorization' }]],
  ['reset all', [{ kind: 'resetSetting', name: 'all' }]],
  ['discard all', [{ kind: 'resetSetting', name: 'all' }]],
  ['discard temp', [{ kind: 'utility', tag: 'DISCARD TEMP' }]],
  ['set constraints all deferred', [{ kind: 'setConstraints', constraints: [], deferred: true }]],
  [
    'set constraints s.a, b immediate',
    [{ kind: 'setConstraints', constraints: [{ schema: 's', name: 'a' }, { name: 'b' }], deferred: false }],
  ],
  ['begin isolation level serializable', [{ kind: 'beginTransaction' }]],
  ['start transaction', [{ kind: 'beginTransaction' }]],
  ['commit', [{ kind: 'commitTransaction', chain: false }]],
  ['end and chain', [{ kind: 'commitTransaction', chain: true }]],
  ['rollback and chain', [{ kind: 'rollbackTransaction', chain: true }]],
  ['abort', [{ kind: 'rollbackTransaction', chain: false }]],
  ['savepoint a', [{ kind: 'savepoint', savepoint: 'a' }]],
  ['release a', [{ kind: 'releaseSavepoint', savepoint: 'a' }]],
  ['rollback to savepoint a', [{ kind: 'rollbackToSavepoint', savepoint: 'a' }]],
  ["prepare transaction 'x'", [{ kind: 'preparedTransaction', action: 'prepare' }]],
  ["commit prepared 'x'", [{ kind: 'preparedTransaction', action: 'commit' }]],
  ["rollback prepared 'x'", [{ kind: 'preparedTransaction', action: 'rollback' }]],
  ['show all', [{ kind: 'utility', tag: 'SHOW' }]],
  ['notify x', [{ kind: 'utility', tag: 'NOTIFY' }]],
  ['prepare p as delete from t', [{ kind: 'utility', tag: 'PREPARE' }]],
  ['explain delete from t', [{ kind: 'utility', tag: 'EXPLAIN' }]],
  ['explain analyze delete from t', [{ kind: 'utility' }, { kind: 'delete' }]],
  ['explain (analyze off) delete from t', [{ kind: 'utility' }]],
  ['create cast (int as text) with inout', [{ kind: 'otherDdl', tag: 'CREATE CAST' }]],
  ["create collation c (locale = 'C')", [{ kind: 'otherDdl', tag: 'CREATE COLLATION' }]],
  ['import foreign schema a from server b into c', [{ kind: 'otherDdl', tag: 'IMPORT FOREIGN SCHEMA' }]],
  ["alter extension e update to '2'", [{ kind: 'otherDdl', tag: 'ALTER EXTENSION' }]],
];

describe('session, transactions and utilities', () => {
  test.each(cases)('%s', (sql, operations) => {
    const found = lowered(sql);
    expect(found).toMatchObject(operations);
    expect(found[0]?.span).toEqual({ start: 0, end: sql.length });
  });
});
