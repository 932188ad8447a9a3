import { describe, expect, it, test } from 'vitest';
import { type Cases, lowered, textOf } from './lowered.js';

const cases: Cases = [
  [
    'create schema if not exists s authorization app',
    [{ kind: 'createSchema', schema: 's', ifNotExists: true, owner: 'app' }],
  ],
  ['create schema authorization app', [{ kind: 'createSchema', schema: 'app', owner: 'app', ifNotExists: false }]],
  [
    "create extension if not exists e with schema s version '1.2' cascade",
    [{ kind: 'createExtension', extension: 'e', schema: 's', version: '1.2', ifNotExists: true, cascade: true }],
  ],
  ['create extension e', [{ schema: undefined, version: undefined, ifNotExists: false, cascade: false }]],
  [
    'create temp sequence if not exists s.q as int start 5 increment by -1 minvalue -9 no maxvalue cache 3 no cycle owned by s.t.c',
    [
      {
        kind: 'createSequence',
        sequence: { schema: 's', name: 'q' },
        ifNotExists: true,
        persistence: 'temporary',
        options: {
          type: { name: 'int4' },
          start: '5',
          increment: '-1',
          minValue: '-9',
          maxValue: undefined,
          cache: '3',
          cycle: false,
          ownedBy: { table: { schema: 's', name: 't' }, column: 'c' },
        },
      },
    ],
  ],
  [
    'alter sequence if exists q restart owned by none maxvalue 9999999999 cycle',
    [
      {
        kind: 'alterSequence',
        sequence: { name: 'q' },
        ifExists: true,
        options: { restart: '', ownedBy: null, maxValue: '9999999999', cycle: true, start: undefined },
      },
    ],
  ],
  ['alter sequence q restart with 0', [{ options: { restart: '0' } }]],
  [
    "create type s.e as enum ('a', 'b')",
    [{ kind: 'createEnum', type: { schema: 's', name: 'e' }, values: ['a', 'b'] }],
  ],
  [
    "alter type e add value if not exists 'c' before 'a'",
    [
      {
        kind: 'addEnumValue',
        type: { name: 'e' },
        value: 'c',
        ifNotExists: true,
        position: { side: 'before', neighbour: 'a' },
      },
    ],
  ],
  ["alter type e add value 'c' after 'a'", [{ position: { side: 'after', neighbour: 'a' }, ifNotExists: false }]],
  ["alter type e add value 'c'", [{ kind: 'addEnumValue', position: undefined }]],
  ["alter type e rename value 'a' to 'b'", [{ kind: 'renameEnumValue', type: { name: 'e' }, value: 'a', to: 'b' }]],
  [
    "create domain s.d as varchar(9) default 'x' not null constraint k check (value <> '')",
    [
      {
        kind: 'createDomain',
        domain: { schema: 's', name: 'd' },
        type: { name: 'varchar', modifiers: [9] },
        notNull: true,
        default: { value: 'x' },
        constraints: [{ type: 'check', name: 'k' }],
      },
    ],
  ],
  [
    'alter domain d add constraint k check (value > 0) not valid',
    [{ kind: 'alterDomain', domain: { name: 'd' }, action: { type: 'addConstraint', constraint: { notValid: true } } }],
  ],
  ['alter domain d drop constraint if exists k', [{ action: { type: 'dropConstraint', constraint: 'k' } }]],
  ['alter domain d validate constraint k', [{ action: { type: 'validateConstraint', constraint: 'k' } }]],
  ['alter domain d set default 1', [{ action: { type: 'setDefault', default: { value: 1 } } }]],
  ['alter domain d drop default', [{ action: { type: 'dropDefault' } }]],
  ['alter domain d set not null', [{ action: { type: 'setNotNull' } }]],
  ['alter domain d drop not null', [{ action: { type: 'dropNotNull' } }]],
  [
    'create type s.c as (a int, b text collate "C")',
    [
      {
        kind: 'createCompositeType',
        type: { schema: 's', name: 'c' },
        attributes: [{ name: 'a' }, { name: 'b', collation: { name: 'C' } }],
      },
    ],
  ],
  ['create type r as range (subtype = int)', [{ kind: 'createOtherType', type: { name: 'r' }, form: 'range' }]],
  ['create type b (input = f, output = g)', [{ kind: 'createOtherType', form: 'base' }]],
  ['create type b', [{ kind: 'createOtherType', form: 'shell' }]],
  [
    'create publication p for table s.a (x) where (x > 1), only b, tables in schema q, current_schema',
    [
      {
        kind: 'createPublication',
        publication: 'p',
        allTables: false,
        action: 'create',
        tables: [{ schema: 's', name: 'a' }, { name: 'b' }],
        schemas: ['q', 'current_schema'],
      },
    ],
  ],
  ['create publication p for all tables', [{ allTables: true, tables: [], schemas: [] }]],
  ['alter publication p add table a', [{ kind: 'alterPublication', action: 'add', tables: [{ name: 'a' }] }]],
  ['alter publication p drop table a', [{ action: 'drop' }]],
  ['alter publication p set tables in schema s', [{ action: 'set', schemas: ['s'] }]],
  ["alter publication p set (publish = 'insert')", [{ action: 'options', tables: [] }]],
  [
    "create subscription s connection 'c' publication p",
    [{ kind: 'createSubscription', subscription: 's', createsSlot: true }],
  ],
  ["create subscription s connection 'c' publication p with (create_slot = false)", [{ createsSlot: false }]],
  ["create subscription s connection 'c' publication p with (connect = off)", [{ createsSlot: false }]],
  [
    'create statistics s.x (dependencies) on a, b from t',
    [{ kind: 'createStatistics', statistics: { schema: 's', name: 'x' }, table: { name: 't' } }],
  ],
  ['create statistics on a, b from t', [{ statistics: undefined }]],
  ['create database d template x', [{ kind: 'createDatabase', database: 'd' }]],
  ["create tablespace t location '/x'", [{ kind: 'createTablespace', tablespace: 't' }]],
  ['alter system set work_mem = 1', [{ kind: 'alterSystem', setting: 'work_mem' }]],
  ['alter system reset all', [{ kind: 'alterSystem', setting: 'all' }]],
];

describe('schemas, types, sequences and the rest', () => {
  test.each(cases)('%s', (sql, operations) => {
    expect(lowered(sql)).toMatchObject(operations);
  });

  it('lowers what CREATE SCHEMA makes, in that schema', () => {
    const sql =
      'create schema s create table t (a int, b int references t, c int references other) create view v as select * from t, other create index i on t (a) grant select on t to app';
    const operations = lowered(sql);
    expect(operations).toMatchObject([
      { kind: 'createSchema' },
      {
        kind: 'createTable',
        table: { schema: 's', name: 't' },
        columns: [
          {},
          { constraints: [{ references: { schema: 's', name: 't' } }] },
          { constraints: [{ references: { name: 'other' } }] },
        ],
      },
      {
        kind: 'createView',
        view: { schema: 's', name: 'v' },
        query: { relations: [{ schema: 's', name: 't' }, { name: 'other' }] },
      },
      { kind: 'createIndex', table: { schema: 's', name: 't' } },
      { kind: 'grant', objects: [{ schema: 's', name: 't' }] },
    ]);
    expect(operations.slice(1).map((op) => textOf(sql, op.span))).toEqual([
      'create table t (a int, b int references t, c int references other)',
      'create view v as select * from t, other',
      'create index i on t (a)',
      'grant select on t to app',
    ]);
  });
});
