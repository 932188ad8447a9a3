import { beforeAll, describe, expect, it } from 'vitest';
import { loadLibpgQuery } from '../../src/sql/libpg-query/adapter.js';
import type { Parser } from '../../src/sql/parser.js';
import { readScript } from '../../src/sql/read-script.js';
import type { Script } from '../../src/sql/script.js';

let parser: Parser;
beforeAll(async () => {
  parser = await loadLibpgQuery();
});

const read = (sql: string): Script => readScript(sql, parser);
const spans = (sql: string): readonly string[] =>
  read(sql).statements.map(({ span }) => sql.slice(span.start, span.end));
const problems = (sql: string): readonly (readonly [string, string])[] =>
  read(sql).problems.map(({ message, span }) => [message, sql.slice(span.start, span.end)] as const);

describe('a script', () => {
  it.each(['', ' \n', ';;', '-- only a comment', '\uFEFF', '\\i other.sql\n'])(
    'without statements has none, and no problem: %j',
    (sql) => {
      expect(read(sql).statements).toEqual([]);
      expect(read(sql).problems).toEqual([]);
    },
  );

  it('places its statements without comments, white space and semicolons', () => {
    const sql = '\uFEFF-- é 😀\r\nselect 1 /* x */ ;\rselect 2;;\n -- y\nselect 3 -- z\n';
    expect(spans(sql)).toEqual(['select 1', 'select 2', 'select 3']);
    expect(read(sql).statements.map(({ index }) => index)).toEqual([0, 1, 2]);
  });

  it('counts in UTF-16 units behind characters beyond ASCII', () => {
    const sql = "select '😀é漢'; drop table ünïcode;";
    const [, drop] = read(sql).statements;
    expect(drop && sql.slice(drop.span.start, drop.span.end)).toBe('drop table ünïcode');
    expect(drop?.operations[0]).toMatchObject({ kind: 'dropTable', table: { name: 'ünïcode' } });
  });

  it('reads what stands beside psql lines and COPY rows', () => {
    const sql = '\\connect db\ncopy t from stdin;\n1\tx\n\\.\nselect 1 \\gset\nselect 2;';
    expect(read(sql).problems).toEqual([]);
    expect(spans(sql)).toEqual(['copy t from stdin', 'select 1', 'select 2']);
  });
});

describe('variables of psql', () => {
  it('are told as what only psql can send, and their statements are read', () => {
    const sql = "set role :role; select :'a', :\"b\", c::int, d[1:e] from :t where :'x' = :y; select 2;";
    expect(problems(sql)).toEqual([]);
    expect(read(sql).metaCommands.map(({ command }) => command)).toEqual([':role', ":'a'", ':"b"', ':t', ":'x'", ':y']);
    expect(spans(sql)).toHaveLength(3);
  });

  it('are not seen in SQL that is right without them', () => {
    expect(read("select json_object('a':b), c[d:e]").metaCommands).toEqual([]);
  });

  it('do not hide another error', () => {
    expect(problems('crate :x')).toEqual([['syntax error at or near "crate"', 'crate']]);
  });
});

describe('a syntax error', () => {
  it('costs one statement and is reported at its place', () => {
    const sql = "select '😀é'; -- ü\ncrate table t (a int); select 2;";
    expect(problems(sql)).toEqual([['syntax error at or near "crate"', 'crate']]);
    expect(spans(sql)).toEqual(["select '😀é'", 'select 2']);
  });

  it('behind wide characters of its own statement is placed by characters, not bytes', () => {
    expect(problems("select 'é😀漢' as é from from t")).toEqual([['syntax error at or near "from"', 'from']]);
    const sql = "select 'é😀漢' as é from from t";
    expect(read(sql).problems[0]?.span.start).toBe(sql.lastIndexOf('from'));
  });

  it('at the end of a statement has an empty place there', () => {
    const sql = 'select 1; create table ; select 2';
    const [problem] = read(sql).problems;
    expect(problem?.message).toBe('syntax error at end of input');
    expect(problem?.span).toEqual({ start: sql.indexOf(' ;'), end: sql.indexOf(' ;') });
  });

  it.each([
    ["select 1; select 'abc\nx", 'unterminated quoted string at or near "\'abc…"', "'abc"],
    ['select 1; select $x$ b', 'unterminated dollar-quoted string at or near "$x$ b"', '$x$ b'],
    ['select 1; select "b', 'unterminated quoted identifier at or near ""b"', '"b'],
  ])('of an unclosed quote names its opening: %s', (sql, message, place) => {
    expect(problems(sql)).toEqual([[message, place]]);
    expect(spans(sql)).toEqual(['select 1']);
  });
});

describe('a block comment', () => {
  it.each([
    ['select 1; /* abc', 'unterminated /* comment at or near "/* abc"', '/* abc'],
    ['select 1 /* a /* b */ c', 'unterminated /* comment at or near "/* a /* b */ c"', '/* a /* b */ c'],
  ])('that is never closed is a problem, also behind a nested one: %s', (sql, message, place) => {
    expect(problems(sql)).toEqual([[message, place]]);
    expect(spans(sql)).toEqual(['select 1']);
  });

  it('that is all there is and never closed is one too', () => {
    expect(problems('/* open')).toEqual([['unterminated /* comment at or near "/* open"', '/* open']]);
  });

  it('that is closed at the very end is none', () => {
    expect(problems('select 1; /* a /* b */ c */')).toEqual([]);
    expect(problems('/**/')).toEqual([]);
  });
});

describe('a NUL byte', () => {
  it('is one problem, and only the statements that hold one are lost', () => {
    const sql = 'select 1; select \0 2; select 3; -- \0\nselect 4';
    expect(problems(sql)).toEqual([['invalid byte sequence for encoding "UTF8": 0x00', '\0']]);
    expect(spans(sql)).toEqual(['select 1', 'select 3', 'select 4']);
  });

  it('never hides what follows it from the parser', () => {
    expect(parser.parse('select 1\0 nonsense', 0, 18)).toMatchObject({ ok: false, span: { start: 8, end: 9 } });
  });
});

describe('nesting', () => {
  const deep: readonly (readonly [string, string])[] = [
    ['brackets', `select ${'('.repeat(50_000)}1${')'.repeat(50_000)}`],
    ['operators', `select ${'1+'.repeat(50_000)}1`],
    ['casts', `select 1${'::int'.repeat(50_000)}`],
    ['set operations', `select 1${' union select 1'.repeat(20_000)}`],
    ['joins', `select 1 from a${' join a on true'.repeat(20_000)}`],
    ['negations', `select ${'not '.repeat(50_000)}true`],
    ['sub-queries', `select ${'(select '.repeat(20_000)}1${')'.repeat(20_000)}`],
  ];

  it.each(deep)('of %s beyond reason is a problem of that statement alone', (_, sql) => {
    for (let round = 0; round < 3; round += 1) {
      const script = read(`select 1; ${sql}; select 2`);
      expect(script.problems).toHaveLength(1);
      expect(script.statements).toHaveLength(2);
    }
  });

  it('of a long but honest statement is no problem', () => {
    const chain = Array.from({ length: 2_500 }, (_, i) => `'part ${i}'`);
    expect(read(`select ${chain.join(' || ')}`).problems).toEqual([]);
    expect(read(`insert into t values ${chain.map((text) => `(1 + 2, ${text})`).join(', ')}`).problems).toEqual([]);
    expect(read(`select 1 where ${chain.map((text) => `a = ${text}`).join(' or ')}`).problems).toEqual([]);
  });
});

it('very long lines are read', () => {
  const sql = `select '${'x'.repeat(1_000_000)}'; select 2;`;
  expect(spans(sql)[1]).toBe('select 2');
});

it('statements with thousands of clauses are read in a time that grows with their length', () => {
  const clauses = Array.from({ length: 3_000 }, (_, i) => `c${i} int constraint k${i} check (c${i} > 0) not null`);
  const started = performance.now();
  read(`create table t (${clauses.join(', ')}); alter table t ${clauses.map((text) => `add ${text}`).join(', ')}`);
  expect(performance.now() - started).toBeLessThan(20_000);
});
