import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type BuiltProgram, buildProgram } from './built-program.js';

let program: BuiltProgram;
beforeAll(async () => {
  program = await buildProgram('down-sql');
}, 60_000);

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'pgairlock-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const run = (...args: readonly string[]) => program.run(root, args);
const read = (file: string): Promise<string> => readFile(path.join(root, file), 'utf8');

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  }
}

const books =
  'create table public.books (id bigint primary key, title text);\nalter table public.books enable row level security;\n';

describe('down-sql', () => {
  beforeEach(() =>
    write({
      'supabase/config.toml': 'project_id = "shop"\n',
      'supabase/migrations/20260101000000_books.sql': books,
      'supabase/migrations/20260102000000_no_title.sql': 'alter table public.books drop column title;\n',
    }),
  );

  test('prints the SQL, and says how complete it is', async () => {
    const { status, stdout, stderr } = await run('down-sql', '20260101000000');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '20260101000000_books: complete.\n' });
    expect(stdout).toContain('\nDROP TABLE public.books;\n');
    expect((await run('template', '20260102000000_no_title')).stderr).toBe(
      '20260102000000_no_title: partial, 1 thing is not undone (see the comments).\n',
    );
    await write({ 'supabase/migrations/20260103000000_later.sql': '-- To be written.\n' });
    expect((await run('down-sql', '20260103000000')).stderr).toBe('20260103000000_later: there is nothing to undo.\n');
  });

  test('writes a file that supabase db push does not run, and that lint reads as the down', async () => {
    expect((await run('down-sql', '--all-missing', '--write')).status).toBe(0);
    expect(await read('supabase/rollbacks/20260102000000_no_title.sql')).toContain('ADD COLUMN title text;');
    const { stdout } = await run('lint', '--format', 'json');
    const report: { files: { findings: { severity: string; direction: string }[] }[] } = JSON.parse(stdout);
    const downs = report.files.flatMap(({ findings }) => findings).filter(({ direction }) => direction === 'down');
    expect(downs.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('does not write over a down that exists', async () => {
    await write({ 'supabase/rollbacks/20260101000000_books.sql': 'drop table books; -- by hand\n' });
    const refused = await run('down-sql', 'books', '--write');
    expect(refused).toMatchObject({ status: 2, stdout: '' });
    expect(refused.stderr).toContain('--force writes over it');
    expect(await read('supabase/rollbacks/20260101000000_books.sql')).toContain('by hand');
    expect((await run('down-sql', 'books', '--write', '--force')).status).toBe(0);
    expect(await read('supabase/rollbacks/20260101000000_books.sql')).toContain('DROP TABLE public.books;');
  });

  test('tells what is wrong in one line', async () => {
    expect((await run('down-sql', '20260101000001')).stderr).toMatch(/^pgairlock: There is no migration .*\n$/);
    expect(await run('down-sql')).toMatchObject({
      status: 2,
      stderr: 'pgairlock: Name a migration, or give --all-missing.\n',
    });
  });
});

describe('new', () => {
  test.each([
    ['plain', { 'migrations/0001_books.sql': books }, ['migrations/0002_add_loans.sql']],
    [
      'plain with down files',
      { 'migrations/0001_books.sql': books, 'migrations/0001_books_down.sql': 'drop table books;' },
      ['migrations/0002_add_loans.sql', 'migrations/0002_add_loans_down.sql'],
    ],
    [
      'golang-migrate',
      { 'migrations/1_books.up.sql': books, 'migrations/1_books.down.sql': 'drop table books;' },
      ['migrations/2_add_loans.up.sql', 'migrations/2_add_loans.down.sql'],
    ],
    [
      'dbmate',
      { 'migrations/1_books.sql': `-- migrate:up\n${books}-- migrate:down\ndrop table books;\n` },
      ['migrations/2_add_loans.sql'],
    ],
    [
      'goose',
      { 'migrations/00001_books.sql': `-- +goose Up\n${books}-- +goose Down\ndrop table books;\n` },
      ['migrations/00002_add_loans.sql'],
    ],
    [
      'tern',
      { 'migrations/001_books.sql': `${books}---- create above / drop below ----\ndrop table books;\n` },
      ['migrations/002_add_loans.sql'],
    ],
    ['flyway', { 'migrations/V1__books.sql': books }, ['migrations/V2__add_loans.sql']],
    [
      'a folder with commented-out downs',
      { 'migrations/0001_books.sql': `-- UP MIGRATION\n${books}\n-- DOWN MIGRATION\n-- DROP TABLE books;\n` },
      ['migrations/0002_add_loans.sql'],
    ],
  ])('creates what lints without errors: %s', async (_, files, created) => {
    await write(files);
    const { status, stdout } = await run('new', 'Add', 'loans', '--folder', 'migrations');
    expect({ status, stdout }).toEqual({ status: 0, stdout: created.map((file) => `Created ${file}\n`).join('') });
    expect(await read(created[0] ?? '')).toMatch(/^-- Migration: \S*add_loans\n-- Description: Add loans\n/);
    const lint = await run('lint', 'migrations', '--format', 'json', '--preset', 'recommended');
    const report: { files: { path: string; findings: { severity: string; ruleId: string }[] }[] } = JSON.parse(
      lint.stdout,
    );
    const own = report.files.filter(({ path: file }) => created.includes(file));
    expect(own.length).toBeGreaterThan(0);
    expect(own.flatMap(({ findings }) => findings).filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('leaves formats to their own tools where those keep a record', async () => {
    await write({ 'db/sqitch.plan': '%syntax-version=1.0.0\n%project=a\n\n', 'db/deploy/a.sql': books });
    expect((await run('new', 'loans', '--folder', 'db')).stderr).toContain('use sqitch add');
  });
});
