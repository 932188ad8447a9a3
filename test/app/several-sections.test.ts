import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fixMigrations } from '../../src/app/fix.js';
import { runLint } from '../../src/app/lint.js';

let cwd = '';
beforeEach(async () => {
  cwd = await mkdtemp(path.join(tmpdir(), 'pgairlock-sections-'));
  await mkdir(path.join(cwd, 'migrations'));
});
afterEach(() => rm(cwd, { recursive: true }));

const file = 'migrations/20240102000000_loans.sql';
const books = '-- migrate:up\nCREATE TABLE books (id bigint PRIMARY KEY);\n-- migrate:down\nDROP TABLE books;\n';

async function write(text: string): Promise<void> {
  await writeFile(path.join(cwd, 'migrations/20240101000000_books.sql'), books);
  await writeFile(path.join(cwd, file), text);
}

async function findingsOf(...rules: readonly string[]): Promise<readonly string[]> {
  const config = { rules: Object.fromEntries(rules.map((rule) => [rule, 'warning' as const])) };
  const { report } = await runLint({ cwd, configFile: false, config });
  return report.files
    .flatMap(({ findings }) => findings)
    .filter(({ ruleId }) => rules.includes(ruleId))
    .map(({ ruleId, direction, line }) => `${ruleId} ${direction} ${line}`);
}

const upOf = {
  shelves: 'CREATE TABLE shelves (id bigint PRIMARY KEY);',
  boards: 'CREATE TABLE boards (shelf bigint REFERENCES shelves (id));',
};
const sections = (first: string, second: string): string =>
  `-- migrate:up\n${upOf.shelves}\n-- migrate:down\n${first}\n-- migrate:up\n${upOf.boards}\n-- migrate:down\n${second}\n`;

test('of several downs in one file the last is replayed first', async () => {
  await write(sections('TRUNCATE shelves; DROP TABLE shelves;', 'DROP TABLE boards;'));
  expect(await findingsOf('truncate-referenced', 'down-not-inverse')).toEqual([]);
});

test('and what it needs of the others is not there yet', async () => {
  await write(sections('DROP TABLE boards;', 'TRUNCATE shelves; DROP TABLE shelves;'));
  expect(await findingsOf('truncate-referenced')).toEqual(['truncate-referenced down 8']);
});

test('a fix leaves what stands between two statements of one direction', async () => {
  const text =
    '-- migrate:up\nALTER TABLE books ADD COLUMN pages int;\n-- migrate:down\nALTER TABLE books DROP COLUMN pages;\n' +
    '-- migrate:up\nALTER TABLE books ADD COLUMN price int;\n-- migrate:down\nALTER TABLE books DROP COLUMN price;\n';
  await write(text);
  expect(await findingsOf('combine-alter-table')).toContain('combine-alter-table up 6');
  const { diff } = await fixMigrations({
    cwd,
    configFile: false,
    config: { rules: { 'combine-alter-table': 'warning', 'missing-lock-timeout': 'off' } },
  });
  expect(diff).toBe('');
});
