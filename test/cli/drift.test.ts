import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rowsOf } from '../database/rows-of.js';
import type { Exit } from './built-program.js';
import { runMain } from './run-main.js';

let root: string;
beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), 'pgairlock-drift-'));
  mkdirSync(path.join(root, 'migrations'));
  writeFileSync(
    path.join(root, 'migrations/0001_books.sql'),
    'CREATE TABLE books (id bigint PRIMARY KEY, title text);\n',
  );
});
afterAll(() => rmSync(root, { recursive: true }));

const run = (...argv: readonly string[]): Promise<Exit> =>
  runMain(argv, { cwd: root, env: { NO_COLOR: '1', DATABASE_URL: 'pglite:./dev' } });

const byHand = (...statements: readonly string[]) =>
  rowsOf({ adapter: 'pglite', folder: path.join(root, 'dev') }, ...statements);

/** One life of a database: each test goes on where the one before it stopped. */
describe('the command drift', { timeout: 120_000 }, () => {
  test('finds none right after up', async () => {
    await run('up', '--force', '--reason', 'a test', '--yes', '--skip-backup');
    const { status, stdout, stderr } = await run('drift');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('Against   1 migration of migrations\n');
    expect(stdout).toContain('No drift: the database is as its migrations make it.');
  });

  test('shows what was done by hand, with the SQL for either side', async () => {
    await byHand('ALTER TABLE books ADD COLUMN price integer', 'ALTER TABLE books ALTER COLUMN title SET NOT NULL');
    const { status, stdout } = await run('drift');
    expect(status).toBe(1);
    expect(
      stdout.slice(stdout.indexOf('\n\n') + 2),
    ).toBe(`+ column public.books.price (integer) is in the database and in no migration
~ column public.books.title: not null is yes in the database, not set by the migrations

✗ 2 differences

To make the database as its migrations are, run:
  -- This removes the values of the column.
  ALTER TABLE public.books DROP COLUMN price;
  ALTER TABLE public.books ALTER COLUMN title DROP NOT NULL;

Or, to keep what was done by hand, put it into a migration:
  ALTER TABLE public.books ADD COLUMN price integer;
  ALTER TABLE public.books ALTER COLUMN title SET NOT NULL;
`);
  });

  test('prints one document', async () => {
    const { status, stdout } = await run('drift', '--json');
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 1,
      command: 'drift',
      drift: true,
      differences: [
        { kind: 'unexpected', object: { kind: 'column', name: 'public.books.price' }, parts: 0 },
        { kind: 'changed', attribute: 'not null', migrations: null, database: 'yes' },
      ],
      sql: { database: { cannot: [] }, migration: { cannot: [] } },
    });
  });

  test('every reporter can tell it, to files too', async () => {
    expect((await run('drift', '--format', 'sarif', '--output', 'drift.sarif', '--format', 'json')).status).toBe(1);
    expect(readFileSync(path.join(root, 'drift.sarif'), 'utf8')).toContain('"schema-drift"');
    expect((await run('drift', '--ignore', 'public.books')).status).toBe(0);
  });

  test.each([
    [['--json', '--format', 'json'], '--json prints one document'],
    [['--dump', 'a.sql', '--database-url', 'pglite:memory'], 'Either a database or a dump'],
    [['--dump', 'a.sql'], 'Cannot read a.sql'],
    [['--format', 'jsn'], 'Did you mean "json"?'],
  ])('%j is wrong usage', async (args, message) => {
    const { status, stderr } = await run('drift', ...args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});
