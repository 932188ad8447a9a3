import { describe, expect, test } from 'vitest';
import dropColumn from '../../src/rules/destructive/drop-column.js';
import dropTable from '../../src/rules/destructive/drop-table.js';
import syntaxError from '../../src/rules/history/syntax-error.js';
import { findingsOf, lintSql } from './lint-sql.js';

const rules = [dropTable, dropColumn, syntaxError];

/** `rule line:column-line:column`, suppressed ones in brackets. */
const found = (sql: string): readonly string[] =>
  findingsOf(lintSql(rules, { sql, alone: true }).files).map((finding) => {
    const { ruleId, line, column, endLine, endColumn, suppressed } = finding;
    const text = `${ruleId} ${line}:${column}-${endLine}:${endColumn}`;
    return suppressed ? `[${text}]` : text;
  });

describe('places', () => {
  test.each([
    ['Windows line ends', 'select 1;\r\ndrop table t;\r\n', ['drop-table 2:1-2:13']],
    ['tabs, which count as one', '\tdrop\ttable\tt;', ['drop-table 1:2-1:14']],
    ['emoji, which count as two', '/* 🦀 */ select \'👩‍👩‍👧\'; drop table "🦀";', ['drop-table 1:29-1:44']],
    ['a byte-order mark', '\uFEFFdrop table t;', ['drop-table 1:2-1:14']],
    [
      'no newline at the end',
      'alter table t\n  drop column a,\n  drop column b',
      ['drop-column 2:3-2:16', 'drop-column 3:3-3:16'],
    ],
    ['a separator that is no newline to PostgreSQL', "select 'a\u2028b'; drop table t", ['drop-table 1:15-1:27']],
    ['a form feed', 'select 1;\f\vdrop table t', ['drop-table 1:12-1:24']],
  ])('with %s', (_, sql, expected) => {
    expect(found(sql)).toEqual(expected);
  });
});

describe('suppressions', () => {
  test.each([
    [
      'with Windows line ends',
      '-- pgairlock-disable-next-line drop-table -- why\r\ndrop table a;\r\ndrop table b; -- pgairlock-disable-line drop-table -- why\r\ndrop table c;\r\n',
      ['[drop-table 2:1-2:13]', '[drop-table 3:1-3:13]', 'drop-table 4:1-4:13'],
    ],
    [
      'inside strings and identifiers are none',
      'select \'-- pgairlock-disable-file drop-table -- x\', $$\n-- pgairlock-disable-file drop-table -- x\n$$;\nselect "-- pgairlock-disable-line drop-table -- y"; drop table t;',
      ['drop-table 4:53-4:65'],
    ],
    [
      'inside another comment are none',
      '/* a /* pgairlock-disable-file drop-table -- x */ b */ drop table t;',
      ['drop-table 1:56-1:68'],
    ],
    [
      'with a comment inside their reason',
      '/* pgairlock-disable-next-line drop-table -- why /* or not */ */ drop table t;',
      ['[drop-table 1:66-1:78]'],
    ],
    [
      'of one rule leave the other findings of the statement',
      '-- pgairlock-disable-next-line drop-column -- why\nalter table a drop column b, drop column c; drop table d;',
      ['[drop-column 2:15-2:28]', '[drop-column 2:30-2:43]', 'drop-table 2:45-2:57'],
    ],
    [
      'behind the last statement reach nothing',
      'drop table t;\n-- pgairlock-disable-next-line drop-table -- why',
      ['drop-table 1:1-1:13'],
    ],
    [
      'reach a statement that cannot be read',
      '-- pgairlock-disable-next-line syntax-error -- why\ncrate table t;\ndrop table t;',
      ['[syntax-error 2:1-2:6]', 'drop-table 3:1-3:13'],
    ],
  ])('%s', (_, sql, expected) => {
    expect(found(sql)).toEqual(expected);
  });
});

describe('size', () => {
  test.each([
    ['on one line', ' '],
    ['on a line each', '\n'],
  ])('ten thousand statements with a finding each, %s, are judged one by one', (_, between) => {
    const sql = Array.from({ length: 10_000 }, (_item, index) => `drop table t${index};`).join(between);
    expect(found(sql)).toHaveLength(10_000);
  });

  test('thousands of suppressions are held against thousands of findings', () => {
    const line = (_: unknown, index: number) => `drop table t${index}; -- pgairlock-disable-line drop-table -- why`;
    const findings = found(Array.from({ length: 8_000 }, line).join('\n'));
    expect(findings).toHaveLength(8_000);
    expect(findings.every((text) => text.startsWith('['))).toBe(true);
  });

  test('comments nested thousands deep and strings of megabytes are read', () => {
    const sql = `${'/*'.repeat(20_000)}${'*/'.repeat(20_000)} select '${'x'.repeat(3_000_000)}';\ndrop table t;`;
    expect(found(sql)).toEqual(['drop-table 2:1-2:13']);
  });
});
