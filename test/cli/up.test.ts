import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { books, file, loans } from '../app/run/scene.js';
import { rowsOf } from '../database/rows-of.js';
import type { Exit } from './built-program.js';
import { runMain } from './run-main.js';

let root: string;
beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), 'pgairlock-up-'));
  mkdirSync(path.join(root, 'migrations'));
});
afterAll(() => rmSync(root, { recursive: true }));

const write = (name: string, text: string): void => writeFileSync(path.join(root, 'migrations', name), text);

const backups = (): readonly string[] =>
  readdirSync(path.join(root, 'backups')).filter((name) => name.startsWith('backup_'));

/** @param answer What a person types at the terminal; absent where there is none. */
const run = (args: readonly string[], answer?: string): Promise<Exit> =>
  runMain(args, { cwd: root, env: { DATABASE_URL: 'pglite:./dev', NO_COLOR: '1', COLUMNS: '100' }, answer });

const json = async (...args: readonly string[]) => {
  const { status, stdout, stderr } = await run([...args, '--json']);
  return { status, stderr, document: JSON.parse(stdout) };
};

async function tables(): Promise<readonly (string | null | undefined)[]> {
  const rows = await rowsOf(
    { adapter: 'pglite', folder: path.join(root, 'dev') },
    "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1",
  );
  return rows.map(({ relname }) => relname);
}

/** One life of an embedded database: each test goes on where the one before it stopped. */
describe('a project with an embedded database', { timeout: 120_000 }, () => {
  test('plan shows every statement, and makes nothing', async () => {
    write('0001_books.sql', books);
    write('0002_loans.sql', loans);
    const { status, stdout, stderr } = await run(['plan']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('The history would be installed first, in the schema _migrations.');
    expect(stdout).toMatch(
      /1\. Apply 0001_books {2}migrations\/0001_books\.sql\n {3}BEGIN\n {5}CREATE TABLE public\.books/,
    );
    expect(stdout).toMatch(/record in _migrations\.migration_history: applied, batch 1, .*depends on 0001_books/);
    expect(stdout).toContain('A plan only: nothing was changed. 2 migrations to apply.');
    expect(readdirSync(root)).toEqual(['migrations']);
  });

  test('up applies, backs up, and says so', async () => {
    const { status, stdout, stderr } = await run(['up']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^Database {2}pglite:.*dev \(PostgreSQL \d+\.\d+\)$/m);
    expect(stdout).toMatch(/^Check {5}2 files: /m);
    expect(stdout).toMatch(/^Backup {4}backups\/backup_\d{8}_\d{6}\.tar\.gz \(/m);
    expect(stdout).toMatch(/^ {2}1\/2 applied 0001_books \d/m);
    expect(stdout).toMatch(/^✓ Applied 2 migrations in /m);
    expect(backups()).toHaveLength(1);
    expect((await run(['up'])).stdout).toMatch(/^✓ Nothing to do\.$/m);
    expect(backups()).toHaveLength(1);
  });

  test('up refuses what must not be applied, and shows it', async () => {
    write('0003_drop.sql', file('DROP TABLE public.loans;', 'SELECT 1;'));
    const { status, stdout } = await run(['up', '--skip-backup']);
    expect(status).toBe(1);
    expect(stdout).toMatch(/error {2}drop-table {2}migrations\/0003_drop\.sql:1:1/);
    expect(stdout).toContain('✗ Refused: nothing was changed.');
    expect(stdout).toContain('--force --reason');
    expect((await run(['up', '--dry-run'])).stdout).toMatch(/COMMIT\n\n✗ Refused/);
    const { status: again, document } = await json('up');
    expect(again).toBe(1);
    expect(document).toMatchObject({
      schema: 1,
      command: 'up',
      outcome: 'refused',
      refusals: [{ kind: 'findings' }],
      findings: { files: [{ id: '0003_drop', clean: false }] },
      results: [],
      backup: null,
    });
    expect(await run(['up', '--force'])).toMatchObject({
      status: 2,
      stderr: 'pgairlock: --force needs --reason "…", which is recorded.\n',
    });
    expect(await tables()).toEqual(['books', 'loans']);
  });

  test('up says where a file failed, what is left, and what to do', async () => {
    write(
      '0003_drop.sql',
      file("CREATE TABLE public.log ();\nINSERT INTO public.books\nVALUES (1, nosuch('x'));", 'DROP TABLE public.log;'),
    );
    const { status, stdout } = await run(['up', '--skip-backup']);
    expect(status).toBe(2);
    expect(stdout).toContain('✗ 0003_drop failed  migrations/0003_drop.sql:3');
    expect(stdout).toMatch(/> 3 │ VALUES \(1, nosuch\('x'\)\)\n +│ +\^{6}$/m);
    expect(stdout).toMatch(/^42883 {4}function nosuch\(unknown\) does not exist$/m);
    expect(stdout).toMatch(/^Hint {5}/m);
    expect(stdout).toMatch(/^Now {6}Nothing of 0003_drop is left: it ran in one transaction/m);
    expect(stdout).toMatch(/^Next {5}Correct the file, and run `pgairlock up` again\.$/m);
    expect(await tables()).toEqual(['books', 'loans']);
  });

  test('rollback needs a yes', async () => {
    const refused = await run(['rollback', 'loans', '--skip-backup']);
    expect(refused.status).toBe(1);
    expect(refused.stdout).toContain('--yes');
    expect((await run(['down', '--skip-backup'], 'n')).stdout).toContain('It was not confirmed.');
    expect(await tables()).toEqual(['books', 'loans']);
    const agreed = await run(['down', '--skip-backup', '--no-color'], 'y');
    expect(agreed.stdout).toMatch(/roll back 0002_loans\n! Migrations are rolled back/);
    expect(agreed.stdout).toMatch(/Rolled back 1 migration in /);
    expect(await tables()).toEqual(['books']);
  });

  test('rollback takes dependents first with --cascade, and redo does both', async () => {
    rmSync(path.join(root, 'migrations/0003_drop.sql'));
    expect((await json('up', '--skip-backup')).document).toMatchObject({
      outcome: 'done',
      results: [{ migration: '0002_loans', outcome: 'done' }],
      backup: { made: false },
      failure: null,
    });
    const refused = await json('rollback', '0001_books', '--yes');
    expect(refused).toMatchObject({
      status: 1,
      document: { refusals: [{ kind: 'dependents', others: ['0002_loans'] }] },
    });
    expect((await run(['redo', '--yes', '--skip-backup'])).stdout).toContain(
      'Rolled back 1 migration and applied 1 migration',
    );
    const { document } = await json('rollback', '0001_books', '--cascade', '--yes', '--skip-backup');
    expect(document.results.map(({ migration }: { migration: string }) => migration)).toEqual([
      '0002_loans',
      '0001_books',
    ]);
    expect(await tables()).toEqual([]);
  });
});

test('usage mistakes are told in one line', async () => {
  expect(await run(['down', '--steps', '0'])).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('a number from 1'),
  });
  expect(await run(['down', '--steps', '1', '--to', 'x'])).toMatchObject({ status: 2 });
  expect(await run(['up', '--reason', 'x'])).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/^pgairlock: --reason .*\n$/),
  });
});
