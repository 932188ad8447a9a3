import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { watchedServer } from '../database/watched-server.js';
import { createWorkTree, type WorkTree } from '../sources/work-tree.js';
import { type BuiltProgram, buildProgram } from './built-program.js';

const server = await watchedServer();
let program: BuiltProgram;
beforeAll(async () => {
  program = await buildProgram('verify');
}, 120_000);

let tree: WorkTree;
beforeEach(async () => {
  tree = await createWorkTree();
});
afterEach(() => tree.dispose());

const books = 'create table books (id bigint primary key, title text);\n';

describe('on the embedded server', () => {
  test('says what was done and found, exits by it, and tells programs what was measured', async () => {
    await tree.write('migrations/0001_books.up.sql', books);
    await tree.write('migrations/0001_books.down.sql', 'drop table books;');
    await tree.write('migrations/0002_index.up.sql', 'create index books_title on books (title);');
    await tree.write('migrations/0002_index.down.sql', 'drop index title;');
    const env = { XDG_CACHE_HOME: `${tree.root}/cache` };
    const { status, stdout, stderr } = await program.run(tree.root, ['verify', '--format', 'compact'], '', env);
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(stdout).toContain('0002_index.down.sql:1:1');
    expect(stdout).toContain('PostgreSQL refuses this down: index "title" does not exist (42704).');
    const again = await program.run(tree.root, ['verify', '--json', '--verbose'], '', env);
    expect(again.status).toBe(1);
    expect(again.stderr).toContain('2 of 2 from the cache');
    const document = JSON.parse(again.stdout);
    expect(document).toMatchObject({ schema: 1, command: 'verify', summary: { errors: 1 } });
    expect(document.verification[0].migrations[1]).toMatchObject({
      id: '0002_index',
      measured: [
        { locks: [{ relation: 'public.books', mode: 'SHARE' }], indexBuilds: ['public.books'], mismatches: [] },
      ],
      down: { outcome: 'down-fails' },
    });
    const saved = await program.run(tree.root, ['verify', '--write-baseline'], '', env);
    expect(saved).toMatchObject({ status: 0, stdout: 'Wrote pgairlock-baseline.json: 1 known finding in 1 file.\n' });
    expect((await program.run(tree.root, ['verify'], '', env)).status).toBe(0);
    expect((await program.run(tree.root, ['verify', '--no-baseline'], '', env)).status).toBe(1);
  }, 240_000);

  test.each([
    ['--postgres', '13'],
    ['--only', 'locks'],
    ['--timeout', '0'],
    ['--format', 'yaml'],
  ])('refuses %s %s', async (...args) => {
    expect((await program.run(tree.root, ['verify', ...args])).status).toBe(2);
  });
});

describe.skipIf(!server.available)('on a server', () => {
  const watch = (sql: string) => server.current().watch.query(sql);
  const url = (): string => {
    const { database, user, port, host } = server.current().target;
    return `postgres:///${database}?user=${user}&port=${port}&host=${encodeURIComponent(host)}`;
  };
  const scratches = async (): Promise<number> =>
    (await watch("select from pg_database where datname like 'pgairlock_scratch_%'")).length;

  test('makes a database of its own, copies it for downs that cannot be rolled back, and removes both', async () => {
    await tree.write('migrations/0001_books.up.sql', books);
    await tree.write('migrations/0001_books.down.sql', 'drop table books;');
    await tree.write('migrations/0002_index.up.sql', 'create index concurrently books_title on books (title);');
    await tree.write('migrations/0002_index.down.sql', 'drop index concurrently books_title;');
    await tree.write(
      'migrations/0003_role.up.sql',
      'create role verify_test_reader; grant select on books to verify_test_reader;',
    );
    const { status, stdout, stderr } = await program.run(tree.root, ['verify', '-d', url(), '--json']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const outcomes = JSON.parse(stdout).verification[0].migrations.map(
      ({ down }: { readonly down?: { readonly outcome: string } }) => down?.outcome,
    );
    expect(outcomes).toEqual(['restores', 'restores', undefined]);
    expect(await scratches()).toBe(0);
    expect(await watch("select from pg_roles where rolname = 'verify_test_reader'")).toEqual([]);
  }, 240_000);

  test('what reaches beyond the database is not run, and is no failure', async () => {
    await tree.write('migrations/0001_system.up.sql', "alter system set work_mem = '1GB';\ncreate database other;");
    const { status, stdout } = await program.run(tree.root, ['verify', '-d', url(), '--json']);
    expect(status).toBe(0);
    expect(JSON.parse(stdout).verification[0].migrations[0].notes).toHaveLength(2);
    expect(await watch("select from pg_database where datname = 'other'")).toEqual([]);
  }, 240_000);

  test.each(['SIGINT', 'SIGTERM'] as const)(
    'by %s, nothing is left of a run',
    async (signal) => {
      await tree.write('migrations/0001_sleep.up.sql', 'select pg_sleep(600);');
      const child = spawn(process.execPath, [program.script, 'verify', '-d', url()], {
        cwd: tree.root,
        stdio: 'ignore',
      });
      await sleeping(child);
      expect(await scratches()).toBe(1);
      const exited = once(child, 'exit');
      child.kill(signal);
      expect((await exited)[1]).toBe(signal);
      expect(await scratches()).toBe(0);
    },
    240_000,
  );

  async function sleeping(child: ChildProcess): Promise<void> {
    while (child.exitCode === null) {
      const sql = "select from pg_stat_activity where query like 'select pg_sleep(600)%' and state = 'active'";
      if ((await watch(sql)).length > 0) return;
      await sleep(100);
    }
    throw new Error('The program ended before it ran anything.');
  }
});
