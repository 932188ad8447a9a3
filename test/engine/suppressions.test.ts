import { expect, test } from 'vitest';
import { exampleProject } from '../../src/engine/examples/example-project.js';
import dropTable from '../../src/rules/destructive/drop-table.js';
import unusedSuppression from '../../src/rules/history/unused-suppression.js';
import { type Case, findingsOf, lintSql } from './lint-sql.js';

/** `line` of what is reported; `line: reason` in brackets of what is suppressed. */
function outcome(sql: string, more: Partial<Case> = {}): string[] {
  const { files } = lintSql([dropTable], { sql, alone: true, ...more });
  return findingsOf(files).map(({ line, suppressed, suppressionReason }) =>
    suppressed ? `(${line}: ${suppressionReason ?? 'no reason'})` : String(line),
  );
}

const why = '-- moved to the archive';

test.each([
  [
    'the next line',
    `-- pgairlock-disable-next-line drop-table ${why}\ndrop table a;\ndrop table b;`,
    ['(2: moved to the archive)', '3'],
  ],
  [
    'a next statement further down',
    `-- pgairlock-disable-next-line drop-table ${why}\n\n-- note\ndrop table a;`,
    ['(4: moved to the archive)'],
  ],
  [
    'one of several rules',
    `-- pgairlock-disable-next-line truncate, drop-table ${why}\ndrop table a;`,
    ['(2: moved to the archive)'],
  ],
  ['rules without commas', `-- pgairlock-disable-next-line truncate drop-table\ndrop table a;`, ['(2: no reason)']],
  ['another rule', `-- pgairlock-disable-next-line truncate ${why}\ndrop table a;`, ['2']],
  [
    'its own line',
    `drop table a; -- pgairlock-disable-line drop-table ${why}\ndrop table b;`,
    ['(1: moved to the archive)', '2'],
  ],
  [
    'the last line of a long statement',
    `drop table\n  a; -- pgairlock-disable-line drop-table ${why}`,
    ['(1: moved to the archive)'],
  ],
  [
    'the whole file from its end',
    `drop table a;\ndrop table b;\n-- pgairlock-disable-file drop-table ${why}`,
    ['(1: moved to the archive)', '(2: moved to the archive)'],
  ],
  [
    'a block comment',
    `/* pgairlock-disable-next-line drop-table\n   -- moved to\n   the archive */\ndrop table a;`,
    ['(4: moved to the archive)'],
  ],
  ['a reason with hyphens', `drop table a; -- pgairlock-disable-line drop-table -- see a -- b`, ['(1: see a -- b)']],
  ['a comment in a string', `select '-- pgairlock-disable-file drop-table';\ndrop table a;`, ['2']],
  ['a directive that does not exist', `-- pgairlock-disable drop-table\ndrop table a;`, ['2']],
  [
    'a line inside of a statement',
    `drop table\n-- pgairlock-disable-next-line drop-table ${why}\n  a;\ndrop table b;`,
    ['(1: moved to the archive)', '4'],
  ],
])('%s', (_, sql, expected) => {
  expect(outcome(sql)).toEqual(expected);
});

test('an alias of a rule suppresses it', () => {
  const renamed = { ...dropTable, aliases: ['ban-drop-table'] };
  const { files } = lintSql([renamed], {
    sql: 'drop table a; -- pgairlock-disable-line ban-drop-table -- why',
    alone: true,
  });
  expect(findingsOf(files).map(({ suppressed }) => suppressed)).toEqual([true]);
});

test('a comment outside of both sections speaks for the whole file', () => {
  const source = '-- pgairlock-disable-file drop-table -- archived\n-- up\ndrop table a;\n';
  const blank = (text: string) => text.replace(/[^\n]/g, ' ');
  const text = blank(source.slice(0, source.indexOf('drop table'))) + source.slice(source.indexOf('drop table'));
  const project = exampleProject({ sql: source, alone: true, reports: [] });
  const migrations = project.migrations.map((migration) => ({ ...migration, up: { ...migration.up, text } }));
  const { files } = lintSql([dropTable], { sql: source }, { project: { ...project, migrations } });
  expect(findingsOf(files).map(({ suppressed, suppressionReason }) => [suppressed, suppressionReason])).toEqual([
    [true, 'archived'],
  ]);
});

test('a rule that is off is not called unused', () => {
  const sql = '-- pgairlock-disable-next-line drop-table -- why\nselect 1;';
  const known = [dropTable, unusedSuppression];
  const off = lintSql([unusedSuppression], { sql, alone: true }, { known });
  expect(findingsOf(off.files)).toEqual([]);
  const on = lintSql([dropTable, unusedSuppression], { sql, alone: true }, { known });
  expect(findingsOf(on.files).map(({ ruleId }) => ruleId)).toEqual(['unused-suppression']);
});

test.each([
  [
    'for one statement leaves the first of the others',
    `-- pgairlock-disable-next-line drop-table ${why}\n`,
    [
      [2, true],
      [3, false],
    ],
  ],
  ['for the file hides all, as one', `-- pgairlock-disable-file drop-table ${why}\n`, [[2, true]]],
  [
    'for the last statement hides none',
    `\n`,
    [
      [2, false],
      [4, true],
    ],
  ],
])('of a rule that speaks once a file, a comment %s', (_, first, expected) => {
  const last = expected.some(([line]) => line === 4) ? ` -- pgairlock-disable-line drop-table ${why}` : '';
  const sql = `${first}drop table a;\ndrop table b;\ndrop table c;${last}`;
  const { files } = lintSql([{ ...dropTable, once: 'file' }], { sql, alone: true });
  expect(findingsOf(files).map(({ line, suppressed }) => [line, suppressed])).toEqual(expected);
});

test('findings about suppressions can be suppressed themselves', () => {
  const sql =
    '-- pgairlock-disable-file unused-suppression -- generated\n-- pgairlock-disable-file drop-table -- why\nselect 1;';
  const { files } = lintSql([dropTable, unusedSuppression], { sql, alone: true });
  expect(findingsOf(files).map(({ ruleId, suppressed }) => [ruleId, suppressed])).toEqual([
    ['unused-suppression', true],
  ]);
});
