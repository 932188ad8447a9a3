import { describe, expect, it } from 'vitest';
import { lex } from '../../src/sql/lexer.js';

const statements = (sql: string): readonly string[] =>
  lex(sql).statements.map(({ start, end }) => sql.slice(start, end));
const comments = (sql: string): readonly string[] => lex(sql).comments.map(({ text }) => text);
const commands = (sql: string): readonly string[] => lex(sql).metaCommands.map(({ command }) => command);

describe('statement boundaries', () => {
  it('are semicolons, and white space, comments and empty statements belong to no statement', () => {
    expect(statements('-- a\nselect 1 ; /* b */ ;;\n select 2 -- c\n')).toEqual(['select 1', 'select 2']);
  });

  it.each([
    ["select 'a;b', 'it''s; fine'", 'a string'],
    ["select E'a\\';b'", 'an escape string'],
    ["select E'a'\n  'b\\';c'", 'a continued escape string'],
    ["select 'c:\\'", 'a backslash that escapes nothing'],
    ['select "a;b""c;"', 'a quoted identifier'],
    ["select U&'\\0061;', N';', B'1', X'f'", 'prefixed strings'],
    ['select $$a;b$$', 'a dollar quote'],
    ['select $a$ $b$ ; $$ $a$', 'a tagged dollar quote'],
    ['select a$b$c from t$x$y', 'a dollar inside a word'],
    ['select $1, $2', 'parameters'],
    ['select 1 /* ; /* ; */ ; */ + 2', 'nested comments'],
    ['select 1 -- ;\n + 2', 'a line comment'],
    ['select 1 -- ;\r + 2', 'a line comment that a lone carriage return ends'],
    ['select 1+-- ;\n2', 'an operator that a comment ends'],
    ['select 1*/* ; */2', 'an operator that a block comment ends'],
    ['select größe, "😀;", 😀 from t', 'letters beyond ASCII'],
  ])('leave %s whole: %s', (sql) => {
    expect(statements(`${sql}; select 2`)).toEqual([sql, 'select 2']);
  });

  it('do not cut a BEGIN ATOMIC body, whatever CASE and END it holds', () => {
    const routine =
      'create or replace function f(begin int) returns int language sql begin atomic\n' +
      '  select case when true then case 1 when 1 then 2 end else 3 end; select 4; end';
    expect(statements(`${routine}; select 1`)).toEqual([routine, 'select 1']);
    expect(statements('begin; select 1; end; select 2')).toEqual(['begin', 'select 1', 'end', 'select 2']);
  });

  it('do not cut the actions of a rule, and an open bracket elsewhere costs one statement', () => {
    const rule = 'create rule r as on insert to t do also (insert into a values (1); insert into b values (2))';
    expect(statements(`${rule}; select 1`)).toEqual([rule, 'select 1']);
    expect(statements('select (1; select 2')).toEqual(['select (1', 'select 2']);
  });

  it.each(["select 'abc; select 2", 'select "abc; select 2', 'select $x$ abc; select 2', "select E'a\\"])(
    'reach to the end behind what is never closed: %s',
    (sql) => expect(statements(`select 1; ${sql}`)).toEqual(['select 1', sql]),
  );

  it('are found in linear time', () => {
    const hard = [
      '/*'.repeat(200_000),
      "'' ".repeat(200_000),
      "E'\\".repeat(200_000),
      '='.repeat(400_000),
      `${'\n'.repeat(400_000)}'`,
      '$a'.repeat(200_000),
      '('.repeat(400_000),
      `${'copy t from stdin;\n'.repeat(20_000)}`,
    ];
    const started = performance.now();
    for (const sql of hard) lex(sql);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe('comments', () => {
  it('are given without their markers, at their places', () => {
    const sql = '-- one\nselect 1; /* two\n lines */ select 2 --three';
    expect(comments(sql)).toEqual(['one', 'two\n lines', 'three']);
    expect(lex(sql).comments.map(({ span }) => sql.slice(span.start, span.end))).toEqual([
      '-- one',
      '/* two\n lines */',
      '--three',
    ]);
    expect(lex(sql).comments.map(({ form }) => form)).toEqual(['line', 'block', 'line']);
  });

  it('are none inside strings and bodies', () => {
    expect(comments('select \'-- a\', $$ -- b /* c */ $$, "--d"')).toEqual([]);
  });

  it('that are never closed run to the end', () => {
    expect(comments('select 1 /* open')).toEqual(['open']);
  });
});

describe('psql lines', () => {
  it('are blanked, with every offset and line kept', () => {
    const sql = '\\set x 1\nselect 1;\n  \\i other.sql\nselect 2;\n';
    const { text } = lex(sql);
    expect(text).toBe('        \nselect 1;\n              \nselect 2;\n');
    expect(commands(sql)).toEqual(['\\set', '\\i']);
  });

  it('that send a statement end it', () => {
    const sql = "select 'drop table t' \\gexec\nselect 1 \\; select 2 \\g out.txt\n";
    expect(statements(sql)).toEqual(["select 'drop table t'", 'select 1', 'select 2']);
    expect(lex(sql).text).toHaveLength(sql.length);
  });

  it('that show something leave the statement open', () => {
    expect(lex('select 1\n\\echo working\n, 2;').statements).toHaveLength(1);
  });

  it('lead back to SQL after a double backslash', () => {
    expect(statements("\\echo 'a \\\\ b' \\\\ select 1;")).toEqual(['select 1']);
  });

  it('are none inside strings and bodies', () => {
    expect(commands("select '\n\\i a', $$\n\\i b\n$$")).toEqual([]);
  });
});

describe('rows of COPY', () => {
  it('are blanked up to their end', () => {
    const sql = "copy t (a, b) from stdin with (format csv); -- rows\n1,'\n2;3\n\\.\nselect 1;";
    expect(statements(sql)).toEqual(['copy t (a, b) from stdin with (format csv)', 'select 1']);
    expect(commands(sql)).toEqual(['copy-data']);
    expect(lex(sql).text.split('\n').slice(1, 4).join('').trim()).toBe('');
  });

  it('follow each of several statements of a line, and Windows line ends do no harm', () => {
    const sql = 'copy a from stdin; copy b from stdin;\r\nx\r\n\\.\r\ny\r\n\\.\r\nselect 1;';
    expect(statements(sql)).toEqual(['copy a from stdin', 'copy b from stdin', 'select 1']);
  });

  it('follow \\copy too', () => {
    expect(statements('\\copy t from stdin\n1\n\\.\nselect 1;')).toEqual(['select 1']);
  });

  it('are none where COPY writes, reads a query or has no end', () => {
    const sql = 'copy t to stdout; copy (select 1) from stdin; copy t from stdin;\nselect 1;';
    expect(statements(sql)).toHaveLength(4);
  });
});
