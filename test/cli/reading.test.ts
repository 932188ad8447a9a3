import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Exit } from './built-program.js';
import { runMain } from './run-main.js';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'pgairlock-'));
  await mkdir(path.join(root, 'migrations'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const write = (file: string, text: string): Promise<void> => writeFile(path.join(root, 'migrations', file), text);
const dbmate = (up: string, down: string): string => `-- migrate:up\n${up}\n-- migrate:down\n${down}\n`;
const books = dbmate('CREATE TABLE books (id bigint PRIMARY KEY);', 'DROP TABLE books;');
const loans = dbmate('CREATE TABLE loans (id bigint PRIMARY KEY);', 'DROP TABLE loans;');

const run = (...argv: readonly string[]): Promise<Exit> =>
  runMain(argv, { cwd: root, env: { DATABASE_URL: 'pglite:./db' } });

describe('the commands that read and adopt', () => {
  test('from an empty database to a clean status', async () => {
    await write('0001_books.sql', books);
    await write('0002_loans.sql', loans);
    const first = await run('status');
    expect(first).toMatchObject({ status: 0, stderr: '' });
    expect(first.stdout).toContain('Nothing was ever recorded in this database by pgairlock.');
    expect(first.stdout).toContain('0 applied, 2 pending.');
    expect(first.stdout).toContain('Next: pgairlock up');
    expect(await run('status', '--check')).toMatchObject({ status: 1 });
    expect((await run('history')).stdout).toBe(`Nothing is recorded in pglite:${root}/db.\n`);
    expect((await run('list')).stdout).toBe(`Nothing is applied in pglite:${root}/db.\n`);

    const dry = await run('baseline', '--all', '--dry-run');
    expect(dry.stdout).toContain('2 migrations would be recorded as applied; no SQL would be run:');
    expect((await run('status')).stdout).toContain('0 applied, 2 pending.');
    expect((await run('baseline', '0001')).stdout).toContain('1 migration is recorded as applied; no SQL was run:');
    const registered = await run('register', 'loans', '--reason', 'made by hand', '--json');
    expect(JSON.parse(registered.stdout)).toMatchObject({
      schema: 1,
      command: 'register',
      adopted: [{ migration: '0002_loans' }],
    });
    expect(await run('status', '--check')).toMatchObject({ status: 0 });
    expect((await run('list')).stdout).toContain('2 migrations of 2 can be rolled back.');
    expect((await run('history')).stdout).toContain('made by hand');
    expect((await run('sync')).stdout).toContain('All records agree.');
  }, 60_000);

  test('say what is wrong, by text, status and JSON', async () => {
    await write('0001_books.sql', books);
    await run('baseline', '--all');
    await write('0001_books.sql', books.replace('bigint', 'int'));
    const { stdout } = await run('status', '--check');
    expect(stdout).toContain('EDITED: its file was changed after it was applied');
    expect(JSON.parse((await run('status', '--json')).stdout)).toMatchObject({
      command: 'status',
      clean: false,
      counts: { edited: 1 },
      migrations: [{ migration: '0001_books', state: 'edited', by: expect.any(String) }],
    });
    const check = await run('check', '0001');
    expect(check.status).toBe(1);
    expect(check.stdout).toContain('EDITED: its file is not what was applied');
    const found = await run('repair');
    expect(found.status).toBe(1);
    expect(found.stdout).toContain('pgairlock repair --accept 0001_books');
    expect(await run('repair', '--accept', '0001')).toMatchObject({ status: 2, stdout: '' });
    const repaired = await run('repair', '--accept', '0001', '--reason', 'the same to us');
    expect(repaired).toMatchObject({ status: 0 });
    expect(repaired.stdout).toContain('Done: accept the file of 0001_books as it is.');
  }, 60_000);

  test('checklist writes Markdown with what is known', async () => {
    await write('0001_books.sql', books);
    const { stdout } = await run('checklist');
    expect(stdout).toContain('\n## Before\n');
    expect(stdout).toContain('| 0001_books | 1, one transaction | none | none | its down |');
    expect(stdout).toContain('- [x] The plan is accepted.');
    expect(stdout).toContain('\n## After\n');
  }, 60_000);

  test('refuse wrong usage in one line', async () => {
    await write('0001_books.sql', books);
    expect(await run('register', '0001')).toMatchObject({ status: 2 });
    expect((await run('baseline')).stderr).toBe(
      'pgairlock: Say which migrations are applied: an id to go up to, --all, or --from a tool.\n',
    );
    expect(await run('history', '--limit', 'x')).toMatchObject({ status: 2 });
    expect(await run('baseline', '--from', 'nothing')).toMatchObject({ status: 2 });
    expect((await run('check', '0009')).stderr).toBe('pgairlock: There is no migration "0009".\n');
  }, 60_000);
});
