import { describe, expect, test } from 'vitest';
import { type Cases, lowered } from './lowered.js';

const cases: Cases = [
  [
    'grant select, update on table s.t, u to public, app with grant option',
    [
      {
        kind: 'grant',
        isGrant: true,
        objectType: 'table',
        objects: [{ schema: 's', name: 't' }, { name: 'u' }],
        allInSchemas: [],
        privileges: ['select', 'update'],
        columns: [],
        grantees: ['public', 'app'],
        withGrantOption: true,
        cascade: false,
      },
    ],
  ],
  [
    'grant select (a, b), insert (a, b), delete on t to app',
    [
      { kind: 'grant', privileges: ['select', 'insert'], columns: ['a', 'b'] },
      { kind: 'grant', privileges: ['delete'], columns: [] },
    ],
  ],
  ['grant all (a) on t to app', [{ privileges: ['all'], columns: ['a'] }]],
  [
    'revoke grant option for all on all tables in schema a, b from current_user cascade',
    [
      {
        isGrant: false,
        privileges: ['all'],
        objects: [],
        allInSchemas: ['a', 'b'],
        grantees: ['current_user'],
        withGrantOption: true,
        cascade: true,
      },
    ],
  ],
  [
    'grant execute on function f(int), g to app',
    [{ objectType: 'function', objects: [{ name: 'f', arguments: [{ name: 'int4' }] }, { name: 'g' }] }],
  ],
  ['grant usage on schema a, b to app', [{ objectType: 'schema', objects: [{ name: 'a' }, { name: 'b' }] }]],
  ['grant usage on type s.t to app', [{ objectType: 'type', objects: [{ schema: 's', name: 't' }] }]],
  ['grant usage on sequence q to app', [{ objectType: 'sequence', objects: [{ name: 'q' }] }]],
  ['grant connect on database d to app', [{ objectType: 'database', objects: [{ name: 'd' }] }]],
  ['grant usage on foreign server f to app', [{ objectType: 'foreign server', objects: [{ name: 'f' }] }]],
  ['grant set on parameter work_mem to app', [{ objectType: 'other', objects: [{ name: 'work_mem' }] }]],
  ['grant a, b to app', [{ kind: 'grantRole', isGrant: true, roles: ['a', 'b'], grantees: ['app'] }]],
  ['revoke a from app', [{ kind: 'grantRole', isGrant: false, roles: ['a'], grantees: ['app'] }]],
  ['alter group a add user b', [{ kind: 'grantRole', isGrant: true, roles: ['a'], grantees: ['b'] }]],
  ['alter group a drop user b', [{ kind: 'grantRole', isGrant: false, roles: ['a'], grantees: ['b'] }]],
  [
    'alter default privileges for role a in schema b, c revoke execute on functions from public',
    [
      {
        kind: 'alterDefaultPrivileges',
        isGrant: false,
        objectType: 'function',
        privileges: ['execute'],
        grantees: ['public'],
        schemas: ['b', 'c'],
        forRoles: ['a'],
      },
    ],
  ],
  [
    'alter default privileges grant all on tables to app',
    [{ isGrant: true, objectType: 'table', privileges: ['all'], schemas: [], forRoles: [] }],
  ],
  [
    "create role r login bypassrls nosuperuser password 'p' in role a connection limit 5",
    [
      {
        kind: 'createRole',
        role: 'r',
        options: {
          login: 'true',
          bypassrls: 'true',
          superuser: 'false',
          password: 'p',
          'in role': 'a',
          'connection limit': '5',
        },
      },
    ],
  ],
  ['create user u', [{ kind: 'createRole', role: 'u', options: { login: 'true' } }]],
  ['create user u nologin', [{ options: { login: 'false' } }]],
  [
    'alter role r createdb replication',
    [{ kind: 'alterRole', role: 'r', options: { createdb: 'true', replication: 'true' } }],
  ],
  [
    'alter role app set search_path = a, b',
    [{ kind: 'setRoleSetting', objectType: 'role', name: 'app', setting: 'search_path', value: 'a, b' }],
  ],
  ['alter role all in database d set x to default', [{ name: 'all', setting: 'x', value: null }]],
  ['alter database d reset all', [{ objectType: 'database', name: 'd', setting: 'all', value: null }]],
];

describe('rights and roles', () => {
  test.each(cases)('%s', (sql, operations) => {
    expect(lowered(sql)).toMatchObject(operations);
  });
});
