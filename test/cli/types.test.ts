import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Exit } from './built-program.js';
import { runMain } from './run-main.js';

let root: string;
beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), 'pgairlock-types-'));
  mkdirSync(path.join(root, 'supabase/migrations'), { recursive: true });
  writeFileSync(path.join(root, 'supabase/config.toml'), '[api]\nschemas = ["public", "graphql_public"]\n');
  write(
    '20260101000000_books.sql',
    'create table books (id bigint primary key, owner uuid references auth.users (id));\n',
  );
});
afterAll(() => rmSync(root, { recursive: true }));

const write = (name: string, text: string): void => writeFileSync(path.join(root, 'supabase/migrations', name), text);
const file = (name: string): string => readFileSync(path.join(root, name), 'utf8');

const run = (...args: readonly string[]): Promise<Exit> =>
  runMain(['types', ...args], { cwd: root, env: { NO_COLOR: '1' } });

/** One life of a file: each test goes on where the one before it stopped. */
describe('the command types', { timeout: 60_000 }, () => {
  test('prints the types of the migrations, with no database', async () => {
    const { status, stdout, stderr } = await run();
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^export type Json =/);
    expect(stdout).toContain('      books: {\n        Row: {\n          id: number\n          owner: string | null\n');
    expect(stdout).toContain('  graphql_public: {');
    expect(stdout).not.toContain('auth: {');
  });

  test('--check refuses a file that is not there', async () => {
    const { status, stdout } = await run('--check', '--output', 'db.ts');
    expect(status).toBe(1);
    expect(stdout).toContain(
      'error  types-stale  The types in db.ts are not those of the schema: the file does not exist',
    );
  });

  test('writes the file, and then it is up to date', async () => {
    expect(await run('--output', 'db.ts')).toMatchObject({
      status: 0,
      stdout: 'Created db.ts, from 1 migration of supabase/migrations.\n',
    });
    expect(file('db.ts')).toBe((await run('--output', '-')).stdout);
    expect(await run('--check', '--output', 'db.ts')).toMatchObject({ status: 0, stdout: 'db.ts is up to date.\n' });
  });

  test('after a migration the file is stale, with the lines that change', async () => {
    write('20260102000000_title.sql', 'alter table books add title text;\n');
    const { status, stdout } = await run('--check', '--output', 'db.ts');
    expect(status).toBe(1);
    expect(stdout).toContain('--- a/db.ts\n+++ b/db.ts\n@@ ');
    expect(stdout).toContain('\n+          title: string | null\n');
    expect(stdout).toContain('not those of the schema: 3 to add and 0 to remove of its lines.');
    expect(file('db.ts')).not.toContain('title');
  });

  test('every reporter can tell it', async () => {
    const { status, stdout } = await run('--check', '--output', 'db.ts', '--format', 'json');
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ summary: { errors: 1 }, project: [{ ruleId: 'types-stale' }] });
    expect((await run('--check', '--output', 'db.ts', '--format', 'sarif')).stdout).toContain('"types-stale"');
  });

  test('a config that turns the rule off has its way', async () => {
    writeFileSync(path.join(root, 'pgairlock.config.json'), '{ "rules": { "types-stale": "off" } }');
    expect((await run('--check', '--output', 'db.ts')).status).toBe(0);
    writeFileSync(
      path.join(root, 'pgairlock.config.json'),
      '{ "types": { "output": "db.ts", "schemas": ["public"] } }',
    );
    expect((await run('--check')).status).toBe(1);
    expect((await run()).stdout).toBe('Updated db.ts, from 2 migrations of supabase/migrations.\n');
    expect(file('db.ts')).not.toContain('graphql_public');
    rmSync(path.join(root, 'pgairlock.config.json'));
  });

  test('migrations that do not replay have no types', async () => {
    write('20260103000000_broken.sql', 'select 1;\nalter table nothing add x text;\n');
    const before = file('db.ts');
    const { status, stdout, stderr } = await run('--output', 'db.ts');
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain(
      'supabase/migrations/20260103000000_broken.sql:2  42P01 relation "nothing" does not exist',
    );
    expect(file('db.ts')).toBe(before);
    expect((await run('--output', 'db.ts', '--ignore-refused', '--schema', 'public')).status).toBe(0);
    rmSync(path.join(root, 'supabase/migrations/20260103000000_broken.sql'));
  });

  test('reads a database', async () => {
    const { status, stdout } = await run('--database-url', 'pglite:memory');
    expect(status).toBe(0);
    expect(stdout).toContain('  public: {\n    Tables: {\n      [_ in never]: never');
    expect((await run('--from', 'database')).stderr).toContain('No database is named');
  });

  test('--json holds the text, and the diff', async () => {
    const { stdout } = await run('--json', '--schema', 'public', '--output', 'other.ts');
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 1,
      command: 'types',
      schemas: ['public'],
      file: { exists: false, fresh: false },
      text: file('other.ts'),
    });
  });

  test.each([
    [['--check'], '--check needs a file'],
    [['--format', 'json'], '--format is for --check'],
    [['--check', '--format', 'jsonn', '--output', 'db.ts'], 'Did you mean "json"?'],
    [['--from', 'migrations', '--database-url', 'pglite:memory'], 'not from both'],
    [['--from', 'nowhere'], 'Allowed choices are migrations, database'],
  ])('%j is wrong usage', async (args, message) => {
    const { status, stderr } = await run(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});
