import { expect, test } from 'vitest';
import { z } from 'zod';
import { exampleProject } from '../../src/engine/examples/example-project.js';
import type { HistoryInput } from '../../src/engine/lint-history.js';
import { defineRule, type Rule } from '../../src/engine/rule.js';
import { findingsOf, lastPath, lintSql, parser as realParser } from './lint-sql.js';

const base = {
  category: 'schema',
  severity: 'warning',
  presets: { strict: true },
  docs: { summary: 'S.', condition: 'C.', effect: 'E.', workaround: 'W.', references: [] },
  options: z.strictObject({}),
  examples: [],
} as const;

const tables = defineRule({
  ...base,
  id: 'tables',
  directions: ['up', 'down'],
  messages: { made: 'Table {table} is made.', dropped: 'Table {table}, which is {state}, is dropped.' },
  check: {
    *createTable(op) {
      yield { message: 'made', data: { table: op.table.name }, at: op.span };
    },
    *dropTable(op, { catalog }) {
      const found = catalog.relation(op.table);
      const state = typeof found === 'string' ? found : 'known';
      yield { message: 'dropped', data: { table: op.table.name, state }, at: op.span };
    },
  },
});

const messages = (result: ReturnType<typeof lintSql>): string[] =>
  findingsOf(result.files).map(({ path, message }) => `${path}: ${message}`);

test('the files that are not named are replayed and not reported', () => {
  const result = lintSql(
    [tables],
    { given: 'create table books (id bigint);', sql: 'drop table books;' },
    { judged: (path) => path === lastPath(2) },
  );
  expect(messages(result)).toEqual(['migrations/0002_example.sql: Table books, which is known, is dropped.']);
});

test('no rule is asked about a file that is not named', () => {
  const asked: string[] = [];
  const spy = defineRule({
    ...base,
    id: 'spy',
    messages: { a: 'a' },
    check: {
      *operation(op) {
        asked.push(op.kind);
        yield { message: 'a', at: op.span };
      },
    },
  });
  const given = ['create table a (id bigint);', 'create table b (id bigint);'];
  const { files } = lintSql([spy], { given, sql: 'drop table a;' }, { judged: (path) => path === lastPath(3) });
  expect(asked).toEqual(['dropTable']);
  expect(files.map(({ path }) => path)).toEqual([lastPath(3)]);
});

test('a down is judged on the schema that its up left, and undone before the next file', () => {
  const project = { given: 'create table books (id bigint);', sql: 'create table shelves (id bigint);' };
  const result = lintSql([tables], { ...project, down: 'drop table shelves; drop table books; drop table shelves;' });
  expect(messages(result).slice(2)).toEqual([
    'migrations/0002_example.down.sql: Table shelves, which is known, is dropped.',
    'migrations/0002_example.down.sql: Table books, which is known, is dropped.',
    'migrations/0002_example.down.sql: Table shelves, which is absent, is dropped.',
  ]);
});

test('what a down does is gone when the next migration is replayed', () => {
  const states: string[] = [];
  const probe = defineRule({
    ...base,
    id: 'probe',
    directions: ['up', 'down'],
    messages: {},
    check: {
      // biome-ignore lint/correctness/useYield: it only looks
      *fileEnd({ catalog, direction, migration }) {
        const books = catalog.relation({ name: 'books' });
        states.push(`${migration.id} ${direction}: ${typeof books === 'string' ? books : 'known'}`);
      },
    },
  });
  const undone = exampleProject({ sql: 'create table books (id bigint);', down: 'drop table books;', reports: [] });
  const [, next] = exampleProject({ given: '', sql: 'select 1;', reports: [] }).migrations;
  lintSql(
    [probe],
    { sql: '' },
    { project: { ...undone, migrations: [...undone.migrations, ...(next ? [next] : [])] } },
  );
  expect(states).toEqual(['0001_example up: known', '0001_example down: absent', '0002_example up: known']);
});

test('one syntax error costs one statement', () => {
  const result = lintSql([tables], { sql: 'create table a (id bigint); crate table b; create table c (id bigint);' });
  expect(findingsOf(result.files).map(({ message }) => message)).toEqual(['Table a is made.', 'Table c is made.']);
});

test('a rule that throws becomes an internal error, and the other rules are asked all the same', () => {
  const broken: Rule = defineRule({
    ...base,
    id: 'broken',
    messages: {},
    check: {
      // biome-ignore lint/correctness/useYield: it throws first
      *dropTable() {
        throw new Error('out of luck');
      },
    },
  });
  const { files } = lintSql([broken, tables], { sql: 'create table a (id bigint);\ndrop table a;' });
  const found = findingsOf(files).map(({ ruleId, severity, message, line }) => ({ ruleId, severity, message, line }));
  expect(found).toEqual([
    { ruleId: 'tables', severity: 'warning', message: 'Table a is made.', line: 1 },
    {
      ruleId: 'internal-error',
      severity: 'error',
      message: 'Rule "broken" (dropTable) failed in migrations/0001_example.sql, statement 2: out of luck',
      line: 2,
    },
    { ruleId: 'tables', severity: 'warning', message: 'Table a, which is known, is dropped.', line: 2 },
  ]);
});

test('a parser that breaks down costs one file', () => {
  const parser: HistoryInput['parser'] = {
    name: 'libpg-query',
    parse(text, from, to) {
      if (text.includes('boom')) throw new Error('out of memory');
      return realParser.parse(text, from, to);
    },
  };
  const files = { given: ['create table a (id bigint);', 'create table boom (id bigint);'], sql: 'drop table a;' };
  expect(messages(lintSql([tables], files, { parser }))).toEqual([
    `${lastPath(1)}: Table a is made.`,
    `${lastPath(2)}: Reading failed in ${lastPath(2)}: out of memory`,
    `${lastPath(3)}: Table a, which is known, is dropped.`,
  ]);
  const { project } = lintSql([tables], files, { parser, judged: (path) => path === lastPath(3) });
  expect(project.map(({ message }) => message)).toEqual([`Reading failed in ${lastPath(2)}: out of memory`]);
});

test('a file judged alone starts from a schema that nobody knows', () => {
  const result = lintSql([tables], { sql: 'drop table books;', alone: true });
  expect(messages(result)).toEqual(['migrations/0001_example.sql: Table books, which is unknown, is dropped.']);
});

test('a finding tells its place, its locks and its page', () => {
  const { files } = lintSql([tables], { given: 'create table books (id bigint);', sql: '-- é\n  drop table\n books;' });
  expect(files[1]?.findings[0]).toMatchObject({
    line: 2,
    column: 3,
    endLine: 3,
    endColumn: 7,
    statement: 0,
    locks: [{ relation: 'public.books', mode: 'ACCESS EXCLUSIVE' }],
    effect: 'E.',
    workaround: 'W.',
    url: expect.stringMatching(/^https:.*\/tables\.md$/),
    suppressed: false,
  });
});

test.each([
  ['error', ['error', 'warning']],
  ['warning', ['warning', 'info']],
  ['info', ['info', 'info']],
] as const)('with the rule at %s, a problem that is milder than usual stays milder', (configured, expected) => {
  const rule = defineRule({
    ...base,
    id: 'milder',
    severity: 'error',
    messages: { a: 'a' },
    check: {
      *select(op) {
        yield { message: 'a', at: op.span };
        yield { message: 'a', at: op.span, severity: 'warning' };
      },
    },
  });
  const { files } = lintSql([], { sql: 'select 1;' }, { rules: [{ rule, severity: configured, options: {} }] });
  expect(findingsOf(files).map(({ severity }) => severity)).toEqual(expected);
});

test('fingerprints survive moved lines and new white space, and tell equal statements apart', () => {
  const prints = (sql: string) => findingsOf(lintSql([tables], { sql, alone: true }).files).map((f) => f.fingerprint);
  const [before] = prints('drop table books;');
  expect(before).toMatch(/^[0-9a-f]{16}$/);
  expect(prints('select 1;\n\n-- note\ndrop  table\n books;')).toEqual([before]);
  const [first, second] = prints('drop table books; drop table books;');
  expect(first).toBe(before);
  expect(second).not.toBe(before);
  expect(prints('drop table shelves;')).not.toEqual([before]);
});

test('progress counts every migration', () => {
  const seen: string[] = [];
  const onProgress = ({ done, total, path }: { done: number; total: number; path: string }) =>
    void seen.push(`${done}/${total} ${path}`);
  lintSql([], { given: 'select 1;', sql: 'select 2;' }, { onProgress });
  expect(seen).toEqual([`1/2 ${lastPath(1)}`, `2/2 ${lastPath(2)}`]);
});

test('statements that cannot be lowered are counted, with their lines', () => {
  const { files } = lintSql([], { sql: 'create table a (id bigint);\ndo language plperl $$ 1 $$;\n' });
  expect(files[0]).toMatchObject({ statements: 2, unanalysed: 1, unanalysedLines: [2] });
});

test('a check of the whole history reports in the file that it names, or in none', () => {
  const origins = defineRule({
    ...base,
    id: 'origins',
    messages: { from: '{table} comes from {path}.', count: '{count} tables.' },
    check: {
      *history({ catalog, originOf }) {
        let count = 0;
        for (const { name, unit } of catalog.relations()) {
          const section = originOf(unit);
          if (!section) continue;
          count += 1;
          const at = { start: 0, end: 6 };
          yield { message: 'from', data: { table: name.name, path: section.path }, at, path: section.path };
        }
        yield { message: 'count', data: { count: String(count) }, at: { start: 0, end: 0 } };
      },
    },
  });
  const files = { given: 'create table books (id bigint);', sql: 'create table shelves (id bigint);' };
  const all = lintSql([origins], files);
  expect(all.files.map(({ findings }) => findings.map(({ message }) => message))).toEqual([
    [`books comes from ${lastPath(1)}.`],
    [`shelves comes from ${lastPath(2)}.`],
  ]);
  expect(all.project.map(({ message }) => message)).toEqual(['2 tables.']);
  const last = lintSql([origins], files, { judged: (path) => path === lastPath(2) });
  expect(messages(last)).toEqual([`${lastPath(2)}: shelves comes from ${lastPath(2)}.`]);
});

test('judged alone, every file is a history of its own', () => {
  const counter = defineRule({
    ...base,
    id: 'counter',
    messages: { count: '{files} file, {tables} table' },
    check: {
      *history({ project, catalog, originOf }) {
        const tables = [...catalog.relations()].filter(({ unit }) => originOf(unit));
        const data = { files: String(project.migrations.length), tables: String(tables.length) };
        const path = project.migrations[0]?.path;
        yield { message: 'count', data, at: { start: 0, end: 0 }, path };
      },
    },
  });
  const together = exampleProject({
    given: 'create table a (id bigint);',
    sql: 'create table b (id bigint);',
    reports: [],
  });
  const { files } = lintSql([counter], { sql: '' }, { project: { ...together, complete: false } });
  expect(findingsOf(files).map(({ message }) => message)).toEqual(['1 file, 1 table', '1 file, 1 table']);
});

test('what is found about a file that the tool passes over belongs to the project', () => {
  const skipped = defineRule({
    ...base,
    id: 'skipped',
    messages: { skipped: 'Passed over.' },
    check: {
      *history({ project }) {
        for (const { path, span } of project.skipped ?? []) yield { message: 'skipped', at: span, path };
      },
    },
  });
  const problem = { ruleId: 'skipped', message: '', path: 'migrations/notes.sql', span: { start: 0, end: 0 } };
  const project = { ...exampleProject({ sql: 'select 1;', reports: [] }), skipped: [problem] };
  const found = lintSql([skipped], { sql: '' }, { project }).project;
  expect(found.map(({ path, message }) => [path, message])).toEqual([['migrations/notes.sql', 'Passed over.']]);
  expect(lintSql([skipped], { sql: '' }, { project, judged: (path) => path === lastPath(1) }).project).toEqual([]);
});
