import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/core/report.js';
import { displayWidth } from '../../src/reporters/display-width.js';
import { pretty } from '../../src/reporters/pretty.js';
import { env, fileReport, findingAt, fullReport, reportOf } from './report-fixture.js';

const path = '/w/1.sql';
const linesFor = (source: string, findings: readonly Finding[], width = 100) =>
  pretty(reportOf([fileReport(path, source, findings)]), { ...env, width }).split('\n');

/** The source line of the frame that holds `text`, and the line under it. */
function frameAround(lines: readonly string[], text: string): readonly (string | undefined)[] {
  const at = lines.findIndex((line) => line.includes('│') && line.includes(text));
  return [lines[at], lines[at + 1]];
}

test('a full report', async () => {
  await expect(pretty(fullReport, env)).toMatchFileSnapshot('snapshots/full-pretty.txt');
});

test('a narrow terminal', async () => {
  await expect(pretty(fullReport, { ...env, width: 50 })).toMatchFileSnapshot('snapshots/narrow-pretty.txt');
});

test('colours are written only where they are asked for, and change no text', () => {
  const colored = pretty(fullReport, { ...env, color: true });
  expect(colored).toContain('\u001b[31m');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
  const bare = colored.replace(/\u001b\[\d+m/g, '');
  expect(bare.replace(/ +$/gm, '')).toBe(pretty(fullReport, env));
});

test('the caret stands under the clause, after tabs and wide characters too', () => {
  const source = "\tselect '日本', now();";
  const [line = '', carets = ''] = frameAround(linesFor(source, [findingAt(path, source, 'now()')]), 'now()');
  const before = (text: string, mark: string) => displayWidth(text.slice(0, text.indexOf(mark)));
  expect(before(carets, '^')).toBe(before(line, 'now()'));
  expect(carets.match(/\^+/)?.[0]).toBe('^^^^^');
});

test('a long line is cut around the clause, and no line is wider than the terminal', () => {
  const source = `insert into a values (${'1, '.repeat(200)}now(), ${'2, '.repeat(200)}0);`;
  const lines = linesFor(source, [findingAt(path, source, 'now()')], 60);
  const [line = '', carets = ''] = frameAround(lines, 'now()');
  expect(carets.indexOf('^')).toBe(line.indexOf('now()'));
  expect(line).toMatch(/│ ….*…$/);
  expect(Math.max(...lines.filter((each) => each.includes('│')).map(displayWidth))).toBeLessThanOrEqual(60);
});

test('a clause that is wider than the terminal is underlined as far as it is seen', () => {
  const source = `select ${'a'.repeat(300)};`;
  const lines = linesFor(source, [findingAt(path, source, source)], 60);
  expect(Math.max(...lines.filter((each) => /[│^]/.test(each)).map(displayWidth))).toBeLessThanOrEqual(60);
});

test('of a long clause the first lines are shown', () => {
  const source = `create table a (\n${'  b int,\n'.repeat(20)}  c int\n);`;
  const lines = linesFor(source, [findingAt(path, source, source)]);
  expect(lines.filter((line) => line.startsWith('  > '))).toHaveLength(5);
});

test('findings far apart in one statement leave out what is between', () => {
  const source = `alter table a\n  add b int,\n${'  add x int,\n'.repeat(20)}  add c int;`;
  const findings = ['add b int', 'add c int'].map((text) => findingAt(path, source, text));
  const lines = linesFor(source, findings);
  expect(lines.filter((line) => line.includes('⋮'))).toHaveLength(1);
  expect(lines.filter((line) => line.includes('^'))).toHaveLength(2);
});

test('what one rule says again in a file is given once, with the line where it stands', () => {
  const source = 'select 1;\nalter table a add b int;\nalter table a add c int;';
  const [first, second] = ['add b int', 'add c int'].map((text, statement) =>
    findingAt(path, source, text, { statement, workaround: `drop ${text};` }),
  );
  const text = linesFor(source, first && second ? [first, second] : []).join('\n');
  expect(text.match(/Writes to the table wait/g)).toHaveLength(1);
  expect(text.match(/https:/g)).toHaveLength(1);
  expect(text).toContain('Effect   As for line 2.\n    Instead  drop add c int;');
});

test('two rules with the same advice both give it', () => {
  const findings = ['a-rule', 'b-rule'].map((ruleId) => findingAt(path, 'select 1;', 'select 1', { ruleId }));
  expect(
    linesFor('select 1;', findings)
      .join('\n')
      .match(/create index concurrently/g),
  ).toHaveLength(2);
});

test('findings at one place share the underline', () => {
  const findings = ['a-rule', 'b-rule'].map((ruleId) => findingAt(path, 'select 1;', 'select 1', { ruleId }));
  expect(frameAround(linesFor('select 1;', findings), 'select 1')[1]).toMatch(/│ \^{8} a-rule, b-rule$/);
});

test('SQL in a workaround is never wrapped, with or without a fence', () => {
  const sql = `create index concurrently ${'a'.repeat(40)} on ${'b'.repeat(40)} (c); -- in a file of its own`;
  for (const workaround of [sql, `Write:\n\n\`\`\`sql\n${sql}\n\`\`\``]) {
    expect(linesFor('x', [findingAt(path, 'x', 'x', { workaround })], 60).join('\n')).toContain(sql);
  }
});

test('prose is wrapped between words, lists with a hanging indent', () => {
  const workaround = `- ${'word '.repeat(20)}\n- second`;
  const lines = linesFor('x', [findingAt(path, 'x', 'x', { workaround })], 60);
  const at = lines.findIndex((line) => line.includes('Instead'));
  expect(lines.slice(at, at + 4)).toEqual([
    '    Instead  - word word word word word word word word word',
    '               word word word word word word word word word',
    '               word word',
    '             - second',
  ]);
});

test('control characters in the source do not reach the terminal', () => {
  const source = 'select 1 as "\u001b[2J";';
  expect(pretty(reportOf([fileReport(path, source, [findingAt(path, source, source)])]), env)).not.toContain('\u001b');
});

test('carriage returns do not reach the terminal', () => {
  const source = 'select 1;\r\nselect 2;\r\n';
  const text = linesFor(source, [findingAt(path, source, 'select 2', { statement: 1 })]).join('\n');
  expect(text).not.toContain('\r');
  expect(text).toContain('> 2 │ select 2;');
});

test('a report without findings is one clear verdict', () => {
  const report = reportOf([fileReport(path, 'select 1;'), fileReport('/w/2.sql', 'select 2;')]);
  expect(pretty(report, env)).toBe('✓ 2 files, 2 statements: nothing found\nAll files may be applied.\n');
});

test('warnings alone let a file pass', () => {
  const lines = linesFor('x', [findingAt(path, 'x', 'x', { severity: 'warning' })]);
  expect(lines).toContain('✓ 1 file, 0 statements: 1 warning');
  expect(lines).toContain('The file may be applied. A reviewer should read the warnings.');
  expect(lines).not.toContain('Must not be applied:');
});

test('suppressed findings are counted, not shown', () => {
  const lines = linesFor('x', [findingAt(path, 'x', 'x', { suppressed: true })]);
  expect(lines).toEqual(['✓ 1 file, 0 statements: nothing found, 1 suppressed', 'The file may be applied.', '']);
});

test('of what can be split the newest file is named, with what is split in it', () => {
  const source = 'create index a on b (c);';
  const split = { here: [], later: [] };
  const of = (file: string, ...findings: readonly Partial<Finding>[]) =>
    fileReport(
      file,
      source,
      findings.map((rest) => findingAt(file, source, source, rest)),
    );
  const textOf = (...files: readonly ReturnType<typeof of>[]) => pretty(reportOf(files), { ...env, width: 200 });
  expect(
    textOf(of('/w/a/1.sql', { split }), of('/w/a/2.sql', { split }, { split }, {}), of('/w/a/3.sql', {})),
  ).toContain('  - `pgairlock split a/2.sql` writes the safe form of 2 of them as files of their own.\n');
  const text = textOf(of('/w/a/1.sql', { split, suppressed: true }, {}), of('<stdin>', { split }));
  expect(text).toContain('Next:');
  expect(text).not.toContain('pgairlock split');
});

test('an error of the history as a whole blocks it', () => {
  const text = pretty(reportOf([fileReport(path, 'x')], [findingAt('', 'x', 'x')]), env);
  expect(text).toContain('Must not be applied:\n  the history as a whole  1 error\n');
  expect(text).not.toContain('may be applied.');
});

test('statements that were not analysed are named even where all is clean', () => {
  const source = 'select 1;\nfrobnicate the database;';
  const file = { ...fileReport(path, source), unanalysed: 1 };
  const named = pretty(reportOf([{ ...file, unanalysedLines: [2] }]), env);
  expect(named).toContain('Not analysed, so that no check speaks for it:\n  1.sql:2  frobnicate the database;\n');
  expect(pretty(reportOf([file]), env)).toContain('  1.sql  1 statement\n');
});

describe('what to do next', () => {
  const source = 'select 1;\nselect 2;';
  const fix = [{ span: { start: 0, end: 0 }, text: 'x' }];
  const report = reportOf([
    fileReport(path, source, [
      findingAt(path, source, 'select 1', { severity: 'info', ruleId: 'an-info', fix }),
      findingAt(path, source, 'select 2', { ruleId: 'an-error' }),
    ]),
  ]);

  test('names the command that the report was asked for with', () => {
    const followUps = { look: 'x', fix: 'pgairlock lint --since main --fix' };
    expect(pretty(report, { ...env, followUps })).toContain('- `pgairlock lint --since main --fix` rewrites 1 of them');
    expect(pretty(report, env)).toContain('- `pgairlock lint --fix` rewrites 1 of them');
  });

  test('leaves out what would not help', () => {
    expect(pretty(report, { ...env, followUps: { look: 'x' } })).not.toContain('rewrites');
  });

  test('takes the gravest finding for an example', () => {
    expect(pretty(report, env)).toContain('-- pgairlock-disable-next-line an-error -- <reason>');
  });
});

test('no migration at all is said', () => {
  expect(pretty(reportOf([]), env)).toBe('There is no migration to check.\n');
});

test('the locks of the statement are shown where the finding is about them', () => {
  const source = 'create table loans (book_id bigint references books, details json);';
  const locks = [{ relation: 'public.books', mode: 'SHARE ROW EXCLUSIVE' }] as const;
  const shown = (category: string): string =>
    linesFor(source, [findingAt(path, source, 'details json', { category, locks })]).join('\n');
  expect(shown('locks')).toContain('SHARE ROW EXCLUSIVE on public.books');
  expect(shown('schema')).not.toContain('SHARE ROW EXCLUSIVE');
});

describe('a report of many findings', () => {
  const source = 'create index a on b (c);\n'.repeat(10);
  const finding = (file: string, line: number, ruleId = 'create-index-non-concurrent'): Finding =>
    findingAt(file, source, source, { ruleId, line, statement: line, message: `In line ${line} of ${file}.` });
  const files = (count: number, each: number) =>
    Array.from({ length: count }, (_, index) => {
      const file = `/w/${String(index + 1).padStart(2, '0')}.sql`;
      const found = Array.from({ length: each }, (_, line) => finding(file, line + 1));
      return fileReport(file, source, [...found, finding(file, each + 1, 'no-money')]);
    });

  test('tells those of the newest files, and counts the others', () => {
    const text = pretty(reportOf(files(40, 9)), env);
    expect(text).toContain('In line 1 of /w/38.sql.');
    expect(text).not.toContain('In line 1 of /w/37.sql.');
    expect(text).toContain('  37.sql  10 errors\n    create-index-non-concurrent 9, no-money\n');
    expect(text).toContain('  17 files before these  170 errors\n  18.sql  10 errors\n');
    expect(text).toContain('By rule:\n  create-index-non-concurrent 360, no-money 40\n');
    expect(text).toContain('Must not be applied:\n  28 older files\n  29.sql  10 errors\n');
    expect(text).toContain('--write-baseline');
    expect(text.split('\n').length).toBeLessThan(500);
  });

  test('names the commands that follow on the one that was typed', () => {
    const followUps = { look: 'pgairlock verify <file>', writeBaseline: 'pgairlock verify --write-baseline' };
    const text = pretty(reportOf(files(40, 9)), { ...env, followUps });
    expect(text).toContain('(pgairlock verify <file>)');
    expect(text).toContain('`pgairlock verify --write-baseline` keeps');
    expect(pretty(reportOf(files(40, 9)), { ...env, followUps: { look: 'x' } })).not.toContain('--write-baseline');
  });

  test('tells all where that is asked for', () => {
    const text = pretty(reportOf(files(40, 9)), { ...env, all: true });
    expect(text).toContain('In line 1 of /w/01.sql.');
    expect(text).not.toContain('Older files');
  });

  test('tells the newest file in full, however much that is, and all of few', () => {
    expect(pretty(reportOf(files(2, 99)), env)).toContain('In line 99 of /w/02.sql.');
    const few = pretty(reportOf(files(6, 9)), env);
    expect(few).toContain('In line 1 of /w/01.sql.');
    expect(few).not.toMatch(/Older files|By rule|--write-baseline/);
  });

  test('does not count what is suppressed', () => {
    const hidden = files(40, 9).map((file) => ({
      ...file,
      findings: file.findings.map((one) => ({ ...one, suppressed: file.path !== '/w/40.sql' })),
    }));
    expect(pretty(reportOf(hidden), env)).not.toMatch(/Older files|By rule/);
  });
});
