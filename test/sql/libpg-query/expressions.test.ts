import { parseSync } from 'libpg-query';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Expression, type Query, walk } from '../../../src/sql/expression.js';
import { formatType } from '../../../src/sql/format-type.js';
import { loadLibpgQuery } from '../../../src/sql/libpg-query/adapter.js';
import type { Select } from '../../../src/sql/operation.js';
import type { Parser } from '../../../src/sql/parser.js';
import { readScript } from '../../../src/sql/read-script.js';
import { mergeReferences, referencesOf } from '../../../src/sql/references.js';

let parser: Parser;
beforeAll(async () => {
  parser = await loadLibpgQuery();
});

function query(sql: string): Query {
  const operation = readScript(sql, parser).statements[0]?.operations.find((op): op is Select => op.kind === 'select');
  if (!operation) throw new Error(`no query in ${sql}`);
  return operation.query;
}
function expression(sql: string): Expression {
  const column = query(`select ${sql}`).columns[0];
  if (!column) throw new Error(`no expression in ${sql}`);
  return column.expression;
}

const samples = [
  '1', '-1.5', "'it''s'", "E'\\n'", 'null', 'a', '"T".a."b c"', 't.*', 'f()', 's.f(a, g(b))', '(a + b) * c', '((a)) + 1',
  'a::int', 'cast(a as numeric(10, 2))', "date '2020-01-01'", '(a || b)::varchar(10)[]', "x::timestamp(3) with time zone",
  'a in (1, 2)', 'a not in (select b from t)', 'a = any (array[1, 2])', 'exists (select 1 from t where (t.a))',
  '(select count(*) from t)', 'array(select 1)', 'a between 1 and (2)', 'a is not null', '(a = 1) is not true',
  'not (a and (b or c))', 'case when a then (b) else (c) end', 'case a when 1 then 2 end', 'coalesce(a, (b))', 'row(1, 2)',
  '(1, 2) = (a, b)', '(f(x)).b', '(a)[1:2]', 'a[1].b', "a at time zone 'utc'", 'extract(year from (x))',
  'count(distinct a) filter (where (b > 1))', 'sum(a) over (partition by b order by c desc rows current row)',
  'sum(a) over w', 'percentile_cont(0.5) within group (order by (x))', 'current_timestamp(3)', 'current_user',
  'collation for (a)',
  'a collate "C"', 'a like b || c', "a similar to 'x'", 'nullif(a, b)', 'greatest(a, b)', '$1', "interval '1 day'",
  "json_value(a, '$.b' returning int)", 'a operator(pg_catalog.+) b', '(/* x */ a) + ( -- y\n b)', "'😀' || é",
]; // biome-ignore format: one screen of them

describe('the place of an expression', () => {
  it.each(samples)('of %s is all of it', (sql) => {
    const text = `select /* 😀 */ ${sql} from t window w as (order by 1)`;
    const { span } = query(text).columns[0]?.expression ?? { span: { start: 0, end: 0 } };
    expect(text.slice(span.start, span.end)).toBe(sql);
  });

  it.each(samples)('of every part of %s reads as that part', (sql) => {
    const text = `select ${sql} from t window w as (order by 1)`;
    const whole = query(text).columns[0]?.expression;
    for (const part of whole ? walk(whole) : []) {
      const written = text.slice(part.span.start, part.span.end);
      if (written === '' || written === 't.*') continue;
      expect(parseSync(`select ${written}`).stmts).toHaveLength(1);
    }
  });
});

describe('lowering of expressions', () => {
  it.each<readonly [string, object]>([
    ["''", { kind: 'constant', value: '' }],
    ['0', { kind: 'constant', value: 0 }],
    ['false', { kind: 'constant', value: false }],
    ['1.50', { kind: 'constant', value: 1.5 }],
    ['12345678901234567890', { kind: 'constant', value: '12345678901234567890' }],
    ['a not in (1)', { kind: 'operator', operator: 'NOT IN' }],
    ['a not like b', { kind: 'operator', operator: 'NOT LIKE' }],
    ['a is distinct from b', { kind: 'operator', operator: 'IS DISTINCT FROM' }],
    ['a <> all (b)', { kind: 'operator', operator: '<> ALL' }],
    ['a is not unknown', { kind: 'operator', operator: 'IS NOT UNKNOWN' }],
    ['a is null', { kind: 'nullTest', negated: false }],
    ['localtimestamp(2)', { kind: 'call', name: { name: 'localtimestamp' } }],
    ['least(a)', { kind: 'call', name: { name: 'least' } }],
    ["a at time zone 'utc'", { kind: 'call', name: { name: 'timezone' } }],
    ['f(x => 1)', { kind: 'call', arguments: [{ kind: 'constant', value: 1 }], window: false }],
    ['count(*)', { kind: 'call', arguments: [], window: true }],
    ['exists (select 1)', { kind: 'subquery', form: 'exists' }],
    ['a in (select 1)', { kind: 'subquery', form: 'any', operand: { kind: 'column', path: ['a'] } }],
    ['case when a then 1 end', { kind: 'other', tag: 'CaseExpr' }],
  ])('%s', (sql, expected) => expect(expression(sql)).toMatchObject(expected));

  it('keeps the parts of what has no shape of its own', () => {
    const columns = [...walk(expression('case (a).b when c[d] then array[e] else row(f, json_object(g: h)) end'))]
      .filter((part) => part.kind === 'column')
      .map((part) => part.path.join('.'));
    expect(columns.toSorted()).toEqual(['a', 'c', 'd', 'e', 'f', 'g', 'h']);
  });
});

describe('types', () => {
  it.each([
    ['int', 'integer'], ['int8', 'bigint'], ['bool', 'boolean'], ['varchar(50)', 'varchar(50)'], ['char', 'char(1)'],
    ['character varying', 'varchar'], ['numeric(10, 2)', 'numeric(10,2)'], ['timestamp with time zone', 'timestamptz'],
    ['timestamp(3)', 'timestamp(3)'], ['double precision', 'double precision'], ['float(3)', 'real'], ['text[][]', 'text[][]'],
    ['public.mood', 'public.mood'], ['"Mood"', '"Mood"'], ['interval(3)', 'interval(3)'], ['interval day', 'interval'],
    ['"char"', '"char"'], ['bit(3)', 'bit(3)'], ['geometry(Point, 4326)', 'geometry(point,4326)'], ['time', 'time'],
  ])('%s is written %s', (sql, expected) => {
    const cast = expression(`a::${sql}`);
    expect(cast.kind === 'cast' && formatType(cast.type)).toBe(expected);
  }); // biome-ignore format: a table

  it('are placed with all their words', () => {
    for (const type of [
      'timestamp (3) with time zone',
      'double precision',
      'interval day to second(3)',
      'a.b[]',
      'int array[3]',
    ]) {
      const sql = `select x::${type}, 1`;
      const cast = query(sql).columns[0]?.expression;
      expect(cast?.kind === 'cast' && sql.slice(cast.type.span.start, cast.type.span.end)).toBe(type);
    }
  });
});

describe('queries', () => {
  const names = (list: readonly { readonly schema?: string | undefined; readonly name: string }[]): readonly string[] =>
    list.map(({ schema, name }) => (schema ? `${schema}.${name}` : name));

  it('name the relations of joins, sub-selects, set operations and WITH, but no WITH names', () => {
    const found = query(
      'with a as (select * from b), r as (select * from r), w as (insert into t select * from u returning *) ' +
        'select * from a join s.c on true, (select 1 from d) x, w, lateral (select * from a, e) y ' +
        'where exists (select 1 from a, f) union select 1 from g',
    );
    expect(names(found.relations)).toEqual(['b', 'r', 'u', 's.c', 'd', 'e', 'g']);
    expect(names(found.modifies)).toEqual(['t']);
    expect(names(referencesOf(found).relations)).toContain('f');
    expect(names(referencesOf(found).relations)).not.toContain('a');
  });

  it('scope recursive WITH names to their own bodies too', () => {
    const found = query('with recursive r as (select 1 from t union all select 1 from r) select * from r, public.r');
    expect(names(found.relations)).toEqual(['t', 'public.r']);
  });

  it('tell columns, conditions, limits and locks', () => {
    const found = query('select a as x, b.c, lower(d), *, 1 from b where e group by f limit 1 for update');
    expect(found.columns.map(({ name }) => name)).toEqual(['x', 'c', 'lower', undefined, '?column?']);
    expect(found.where).toMatchObject({ kind: 'column', path: ['e'] });
    expect([found.hasLimit, found.locking]).toEqual([true, true]);
    expect(query('select * from (select 1 from a limit 1) x')).toMatchObject({ hasLimit: false, locking: false });
  });

  it('of VALUES have the columns of the first row', () => {
    const found = query('values (1, 2), (3, 4)');
    expect(found.columns.map(({ name }) => name)).toEqual(['column1', 'column2']);
    expect(found.expressions).toHaveLength(2);
  });
});

it('references hold each name once, with sequences and regclass texts', () => {
  const found = referencesOf(query(`select a, t.a, f(a), nextval('s."Q"'), 'x'::regclass, b::s.mood from t, t as u`));
  expect(found).toEqual({
    relations: [{ name: 't' }, { schema: 's', name: 'Q' }, { name: 'x' }],
    functions: [{ name: 'f' }, { name: 'nextval' }],
    types: [{ name: 'regclass' }, { schema: 's', name: 'mood' }],
    columns: ['a', 'b'],
    dynamic: false,
  });
  expect(mergeReferences([found, found])).toEqual(found);
});
