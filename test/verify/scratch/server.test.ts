import { describe, expect, test } from 'vitest';
import type { Database } from '../../../src/database/database.js';
import { replay } from '../../../src/verify/replay/replay.js';
import { openScratch } from '../../../src/verify/scratch/open-scratch.js';
import type { Scratch, ScratchOptions } from '../../../src/verify/scratch/scratch.js';
import { watchedServer } from '../../database/watched-server.js';
import { migration, parser } from '../replay/migrations.js';

const server = await watchedServer();

describe.skipIf(!server.available)('a scratch database on a server', () => {
  const watch = (): Database => server.current().watch;

  /** Everything of the server that a replay could leave behind. */
  const left = async (): Promise<readonly string[]> => {
    const rows = await watch().query(
      `SELECT 'database ' || datname AS one FROM pg_database
       UNION ALL SELECT 'role ' || rolname FROM pg_roles
       UNION ALL SELECT 'lock' FROM pg_locks WHERE locktype = 'advisory'
       UNION ALL SELECT 'table ' || relname FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1`,
    );
    return rows.map(({ one }) => one ?? '');
  };

  /** Opens one, and sees to it that nothing is left of it. */
  async function within(options: ScratchOptions, use: (scratch: Scratch) => Promise<void>): Promise<void> {
    const before = await left();
    const scratch = await openScratch(options, { kind: 'server', target: server.current().target });
    try {
      await use(scratch);
    } finally {
      await scratch.dispose();
    }
    expect(await left()).toEqual(before);
    await scratch.dispose();
  }

  test('is not the one that is named, and leaves nothing', () =>
    within({ supabase: false, sql: [] }, async ({ database, label, ownsServer }) => {
      await database.execute('CREATE TABLE books ()');
      const [row] = await database.query('SELECT current_database() AS name');
      expect(row?.name).toMatch(/^pgairlock_scratch_[0-9a-f]{12}$/);
      expect(label).toContain(row?.name);
      expect(ownsServer).toBe(false);
      await expect(watch().query("SELECT to_regclass('books') AS books")).resolves.toEqual([{ books: null }]);
    }));

  test(
    'has the Supabase platform, whose roles go with it',
    () =>
      within({ supabase: true, sql: [] }, async ({ database, standIns }) => {
        await expect(database.query('SELECT count(*) AS users FROM auth.users')).resolves.toEqual([{ users: '0' }]);
        await expect(database.query("SELECT current_setting('search_path') AS path")).resolves.toEqual([
          { path: '"$user", public, extensions' },
        ]);
        expect(await standIns()).toEqual(['pg_graphql', 'supabase_vault']);
      }),
    60_000,
  );

  test('takes the roles with it that migrations made, and leaves those that were there', async () => {
    await watch().execute('CREATE ROLE pgairlock_test_before');
    try {
      await within({ supabase: false, sql: [] }, async (scratch) => {
        const text =
          'CREATE ROLE pgairlock_test_made; CREATE TABLE books (); GRANT SELECT ON books TO pgairlock_test_made, pgairlock_test_before;';
        const [replayed] = await replay(scratch, [migration('1', text)], { parser });
        expect(replayed?.failures).toEqual([]);
      });
    } finally {
      await watch().execute('DROP ROLE pgairlock_test_before');
    }
  });

  test('lets no migration reach the rest of the server', () =>
    within({ supabase: false, sql: [] }, async (scratch) => {
      const texts = [
        'CREATE DATABASE pgairlock_test_other',
        "ALTER SYSTEM SET work_mem = '1GB'",
        'ALTER ROLE postgres NOLOGIN',
        "COPY (SELECT 1) TO PROGRAM 'cat > /dev/null'",
      ];
      const [replayed] = await replay(scratch, [migration('1', `${texts.join(';\n')};`, 'autocommit')], { parser });
      expect(replayed?.failures).toEqual([]);
      expect(replayed?.notes.map(({ statement }) => statement)).toEqual([0, 1, 2, 3]);
      await expect(watch().query("SELECT rolcanlogin FROM pg_roles WHERE rolname = 'postgres'")).resolves.toEqual([
        { rolcanlogin: 't' },
      ]);
    }));

  test('a stand-in that is rolled back can be made again', () =>
    within({ supabase: false, sql: [] }, async (scratch) => {
      await scratch.database.execute('BEGIN');
      expect(await scratch.standIn({ extension: 'vector' })).toBe(true);
      await scratch.database.execute('ROLLBACK');
      expect(await scratch.standIns()).toEqual([]);
      expect(await scratch.standIn({ extension: 'vector' })).toBe(true);
      await scratch.database.execute('CREATE TABLE books (e vector(3))');
      expect(await scratch.standIns()).toEqual(['vector']);
    }));

  test('leaves nothing where it cannot be made', async () => {
    const before = await left();
    await watch().execute('CREATE ROLE pgairlock_test_weak LOGIN');
    try {
      const weak = { ...server.current().target, user: 'pgairlock_test_weak' };
      await expect(openScratch({ supabase: false, sql: [] }, { kind: 'server', target: weak })).rejects.toMatchObject({
        sqlstate: '42501',
      });
    } finally {
      await watch().execute('DROP ROLE pgairlock_test_weak');
    }
    expect(await left()).toEqual(before);
  });

  test('goes although a statement runs in it', () =>
    within({ supabase: false, sql: [] }, async ({ database }) => {
      database.query('SELECT pg_sleep(600)').catch(() => undefined);
    }));
});
