import { describe, expect, it, test } from 'vitest';
import { type Cases, lowered, only, textOf } from './lowered.js';

const cases: Cases = [
  [
    'create or replace temp view s.v (x, y) with (security_barrier) as select a, f(b) from t with local check option',
    [
      {
        kind: 'createView',
        view: { schema: 's', name: 'v' },
        orReplace: true,
        persistence: 'temporary',
        columnAliases: ['x', 'y'],
        options: { security_barrier: 'true', check_option: 'local' },
        query: { relations: [{ name: 't' }] },
        references: { relations: [{ name: 't' }], functions: [{ name: 'f' }], columns: ['a', 'b'] },
      },
    ],
  ],
  [
    'create materialized view if not exists m (a) with (fillfactor = 70) as select 1 from t with no data',
    [
      {
        kind: 'createMaterializedView',
        view: { name: 'm' },
        ifNotExists: true,
        columnAliases: ['a'],
        options: { fillfactor: '70' },
        withData: false,
        references: { relations: [{ name: 't' }] },
      },
    ],
  ],
  [
    'refresh materialized view concurrently s.m',
    [{ kind: 'refreshMaterializedView', view: { schema: 's', name: 'm' }, concurrently: true, withData: true }],
  ],
  [
    `create or replace function s.f(in x int default 1, out y text, inout z int, variadic w int[])
     language sql stable security definer strict
     set search_path = '' set a.b to c, "D" set work_mem from current as 'select 1'`,
    [
      {
        kind: 'createFunction',
        objectType: 'function',
        function: { schema: 's', name: 'f' },
        orReplace: true,
        arguments: [
          { name: 'x', mode: 'in', type: { name: 'int4' }, default: { value: 1 } },
          { name: 'y', mode: 'out', default: undefined },
          { name: 'z', mode: 'inout' },
          { name: 'w', mode: 'variadic', type: { arrayDimensions: 1 } },
        ],
        returns: undefined,
        language: 'sql',
        volatility: 'stable',
        security: 'definer',
        strict: true,
        settings: { search_path: '', 'a.b': 'c, D', work_mem: 'FROM CURRENT' },
        body: 'select 1',
      },
    ],
  ],
  [
    "create function f(int) returns table (a int, b text) language 'PLPGSQL' as 'begin end'",
    [
      {
        language: 'plpgsql',
        volatility: 'volatile',
        security: 'invoker',
        strict: false,
        settings: {},
        arguments: [
          { name: undefined, mode: 'in' },
          { name: 'a', mode: 'table' },
          { name: 'b', mode: 'table' },
        ],
        returns: { setof: true },
      },
    ],
  ],
  ['create procedure p() language sql as $$select 1$$', [{ objectType: 'procedure', returns: undefined }]],
  [
    'create function f() returns int begin atomic update t set a = g(b); select c from u; end',
    [
      {
        language: 'sql',
        references: {
          relations: [{ name: 't' }, { name: 'u' }],
          functions: [{ name: 'g' }],
          columns: ['a', 'b', 'c'],
        },
      },
    ],
  ],
  [
    'create function f() returns int return (select max(a) from t)',
    [{ language: 'sql', references: { relations: [{ name: 't' }] } }],
  ],
  [
    'alter function s.f(int) immutable security invoker set search_path to a, b reset c reset all',
    [
      {
        kind: 'alterFunction',
        function: { schema: 's', name: 'f', arguments: [{ name: 'int4' }] },
        volatility: 'immutable',
        security: 'invoker',
        settings: { search_path: 'a, b', c: null, all: null },
      },
    ],
  ],
  ['alter function f strict', [{ volatility: undefined, security: undefined, settings: {} }]],
  ['call s.p(1)', [{ kind: 'call', procedure: { schema: 's', name: 'p' } }]],
  ["do language plpgsql 'begin perform 1; end'", [{ kind: 'doBlock', language: 'plpgsql' }, { kind: 'select' }]],
  [
    'create or replace trigger g before insert or update of a, b on s.t for each row when (new.a is null) execute function x.f()',
    [
      {
        kind: 'createTrigger',
        trigger: 'g',
        table: { schema: 's', name: 't' },
        orReplace: true,
        constraint: false,
        timing: 'before',
        events: ['insert', 'update'],
        columns: ['a', 'b'],
        level: 'row',
        when: { kind: 'nullTest' },
        function: { schema: 'x', name: 'f' },
        deferrable: false,
      },
    ],
  ],
  [
    'create constraint trigger g after delete on t deferrable initially deferred for each row execute procedure f()',
    [{ constraint: true, timing: 'after', events: ['delete'], deferrable: true, initiallyDeferred: true }],
  ],
  ['create trigger g after truncate on t execute function f()', [{ events: ['truncate'], level: 'statement' }]],
  ['create trigger g instead of update on v for each row execute function f()', [{ timing: 'instead of' }]],
  [
    'create or replace rule r as on insert to s.t do instead nothing',
    [{ kind: 'createRule', rule: 'r', table: { schema: 's', name: 't' }, orReplace: true }],
  ],
  [
    'create event trigger e on ddl_command_start execute function f()',
    [{ kind: 'createEventTrigger', trigger: 'e', event: 'ddl_command_start' }],
  ],
  [
    'create policy p on s.t as restrictive for insert to a, public, current_user with check (true)',
    [
      {
        kind: 'createPolicy',
        policy: 'p',
        table: { schema: 's', name: 't' },
        permissive: false,
        command: 'insert',
        roles: ['a', 'public', 'current_user'],
        rolesWritten: true,
        using: undefined,
        withCheck: { kind: 'constant', value: true },
      },
    ],
  ],
  [
    'create policy p on t using (a = 1)',
    [{ permissive: true, command: 'all', roles: ['public'], rolesWritten: false, using: { kind: 'operator' } }],
  ],
  [
    'alter policy p on t using (true)',
    [{ kind: 'alterPolicy', policy: 'p', roles: undefined, using: { value: true }, withCheck: undefined }],
  ],
  ['alter policy p on t to public', [{ roles: ['public'], using: undefined }]],
];

describe('views, routines, triggers and policies', () => {
  test.each(cases)('%s', (sql, operations) => {
    expect(lowered(sql)).toMatchObject(operations);
  });
});

describe('places', () => {
  const bodyOf = (sql: string) => {
    const { body, bodySpan } = only('createFunction', sql);
    return { body, written: bodySpan && textOf(sql, bodySpan) };
  };

  test.each(["'select 1'", '$$select 1$$', '$a_1$select 1$a_1$', "E'select 1'"])(
    'a body spans the text inside %s',
    (quoted) => {
      const sql = `/* é 'x' */ create function f() returns int language sql /* as 'y' */ as ${quoted};`;
      expect(bodyOf(sql)).toEqual({ body: 'select 1', written: 'select 1' });
    },
  );

  test.each(["'select ''a'''", "E'select\\n1'", "'select'\n' 1'"])(
    'a body has no span where letters differ: %s',
    (quoted) => {
      expect(bodyOf(`create function f() returns text language sql as ${quoted}`).written).toBeUndefined();
    },
  );

  it('BEGIN ATOMIC … END and RETURN have a span and no text', () => {
    expect(bodyOf('create function f() returns int begin atomic select 1; end;')).toEqual({
      body: undefined,
      written: 'begin atomic select 1; end',
    });
    expect(bodyOf('create function f() returns int return 1 + 1')).toEqual({
      body: undefined,
      written: 'return 1 + 1',
    });
  });

  test.each([
    ['create view v (a) as /* é */ with d as (select 1) select * from d with cascaded check option;', 'createView'],
    ['create materialized view v as with d as (select 1) select * from d', 'createMaterializedView'],
    ['create table v as with d as (select 1) select * from d with no data', 'createTableAs'],
  ] as const)('the query of a view is whole: %s', (sql, kind) => {
    expect(textOf(sql, only(kind, sql).query.span)).toBe('with d as (select 1) select * from d');
  });

  it('the condition of a policy is whole', () => {
    const sql = 'create policy p on t using (/* é */ (select auth.uid()) = owner)';
    const { using } = only('createPolicy', sql);
    expect(using && textOf(sql, using.span)).toBe('(select auth.uid()) = owner');
  });
});
