import { beforeEach, describe, expect, test } from 'vitest';
import type { Row } from '../../../src/database/database.js';
import { installHistory } from '../../../src/runner/history/install/install-history.js';
import { historySchema } from '../../../src/runner/history/schema-name.js';
import { onEveryDatabase } from '../every-database.js';

onEveryDatabase((current) => {
  const query = (sql: string, parameters?: readonly (string | null)[]): Promise<readonly Row[]> =>
    current().query(sql, parameters);

  interface Applied {
    readonly name: string;
    readonly down?: string;
    readonly dependencies?: string;
    readonly metadata?: string;
  }

  const start = async ({ name, down, dependencies = '{}', metadata = '{}' }: Applied): Promise<void> => {
    const call = 'CALL _migrations.log_migration_start($1, $2, $3, NULL, $4, $5::text[], $6::jsonb)';
    await query(call, [name, name.slice(0, 4), `sum of ${name}`, down ?? null, dependencies, metadata]);
  };
  const apply = async (migration: Applied): Promise<void> => {
    await start(migration);
    await query("CALL _migrations.log_migration_complete($1, 'applied', 7)", [migration.name]);
  };
  const canRollback = async (name: string): Promise<Row | undefined> =>
    (await query('SELECT can_rollback, reason, dependents FROM _migrations.can_rollback_migration($1)', [name]))[0];
  const rollBack = async (name: string, dryRun = 'false', checksum: string | null = null): Promise<Row | undefined> =>
    (
      await query('SELECT * FROM _migrations.execute_migration_rollback($1, $2::boolean, $3)', [name, dryRun, checksum])
    )[0];
  const statusOf = async (name: string): Promise<string | null | undefined> =>
    (await query('SELECT status FROM _migrations.migration_history WHERE migration_name = $1', [name]))[0]?.status;

  beforeEach(async () => {
    await installHistory(current(), historySchema());
  });

  describe('log_migration_start and log_migration_complete', () => {
    test('a migration that was started and not completed counts as failed', async () => {
      await start({ name: '0001_books' });
      await expect(query('SELECT status, reason, batch FROM _migrations.migration_history')).resolves.toEqual([
        { status: 'failed', reason: 'not finished', batch: '1' },
      ]);
    });

    test('a completed one is applied, with who, how long and what', async () => {
      await apply({ name: '0001_books', down: 'DROP TABLE books' });
      await expect(
        query(`SELECT status, reason, execution_time_ms, checksum, rollback_sql, applied_by = session_user AS mine, migration_version
             FROM _migrations.migration_history`),
      ).resolves.toEqual([
        {
          status: 'applied',
          reason: null,
          execution_time_ms: '7',
          checksum: 'sum of 0001_books',
          rollback_sql: 'DROP TABLE books',
          mine: 't',
          migration_version: '0001',
        },
      ]);
    });

    test('refuses to start what is applied', async () => {
      await apply({ name: '0001_books' });
      await expect(start({ name: '0001_books' })).rejects.toThrow('migration 0001_books is applied already');
    });

    test('refuses to start what depends on something that is not applied', async () => {
      await start({ name: '0001_books' });
      await expect(start({ name: '0002_loans', dependencies: '{0001_books,0000_base}' })).rejects.toThrow(
        'depends on 0001_books, 0000_base, which is not applied',
      );
    });

    test.each([
      ['applied', 'cannot become applied: It is applied already'],
      ['failed', 'cannot become failed: It is applied already'],
    ])('refuses to complete twice, as %s', async (status, words) => {
      await apply({ name: '0001_books' });
      await expect(query('CALL _migrations.log_migration_complete($1, $2)', ['0001_books', status])).rejects.toThrow(
        words,
      );
    });

    test('refuses to complete what was never started', async () => {
      await expect(query("CALL _migrations.log_migration_complete('0001_books')")).rejects.toThrow('never started');
    });

    test('refuses rolled_back for what others depend on, and for what failed', async () => {
      await apply({ name: '0001_books' });
      await apply({ name: '0002_loans', dependencies: '{0001_books}' });
      await start({ name: '0003_fines' });
      const complete = (name: string): Promise<unknown> =>
        query("CALL _migrations.log_migration_complete($1, 'rolled_back')", [name]);
      await expect(complete('0001_books')).rejects.toThrow('Applied migrations depend on it: 0002_loans.');
      await expect(complete('0003_fines')).rejects.toThrow('It failed, and was not applied.');
    });

    test('what was rolled back may be applied again, with what is true now', async () => {
      await apply({ name: '0001_books', down: 'SELECT 1' });
      await rollBack('0001_books');
      await apply({ name: '0001_books' });
      await expect(
        query('SELECT status, rollback_at, rollback_sql, batch FROM _migrations.migration_history'),
      ).resolves.toEqual([{ status: 'applied', rollback_at: null, rollback_sql: null, batch: '2' }]);
    });
  });

  describe('migration_events', () => {
    test('holds every step, in order', async () => {
      await apply({ name: '0001_books', down: 'SELECT 1' });
      await rollBack('0001_books');
      const events = await query('SELECT migration_name, event, batch FROM _migrations.migration_events ORDER BY id');
      expect(events.map((row) => row.event)).toEqual(['started', 'applied', 'rolled_back']);
    });

    test.each([
      'UPDATE _migrations.migration_events SET actor = $$x$$',
      'DELETE FROM _migrations.migration_events',
      'TRUNCATE _migrations.migration_events',
    ])('refuses %s', async (statement) => {
      await apply({ name: '0001_books' });
      await expect(query(statement)).rejects.toMatchObject({ sqlstate: '55000' });
      await expect(query('SELECT count(*) AS n FROM _migrations.migration_events')).resolves.toEqual([{ n: '2' }]);
    });
  });

  describe('can_rollback_migration', () => {
    test('is true for an applied migration with rollback SQL', async () => {
      await apply({ name: '0001_books', down: 'DROP TABLE books' });
      await expect(canRollback('0001_books')).resolves.toEqual({ can_rollback: 't', reason: null, dependents: '{}' });
    });

    test('lists the applied dependents, latest first, and not those that are rolled back', async () => {
      await apply({ name: '0001_books', down: 'SELECT 1' });
      for (const name of ['0002_loans', '0003_fines', '0004_gone']) {
        await apply({ name, down: 'SELECT 1', dependencies: '{0001_books}' });
      }
      await rollBack('0004_gone');
      await expect(canRollback('0001_books')).resolves.toEqual({
        can_rollback: 'f',
        reason: 'Applied migrations depend on it: 0003_fines, 0002_loans.',
        dependents: '{0003_fines,0002_loans}',
      });
    });

    test.each([
      ['nothing of the kind', undefined, 'It is not in the history.'],
      ['0001_books', {}, 'No rollback SQL was recorded.'],
      ['0001_books', { down: '  ' }, 'No rollback SQL was recorded.'],
      [
        '0001_books',
        { down: 'SELECT 1', metadata: '{"rollback_atomic": false}' },
        'Its rollback SQL holds statements that cannot run in a transaction; pgairlock can run it.',
      ],
    ])('refuses %s %o', async (name, migration, reason) => {
      if (migration) await apply({ name, ...migration });
      await expect(canRollback(name)).resolves.toMatchObject({ can_rollback: 'f', reason });
    });

    test('refuses rollback SQL that was changed afterwards', async () => {
      await apply({ name: '0001_books', down: 'SELECT 1' });
      await query("UPDATE _migrations.migration_history SET rollback_sql = 'DROP SCHEMA public CASCADE'");
      await expect(canRollback('0001_books')).resolves.toMatchObject({
        reason: 'Its rollback SQL was changed after it was recorded.',
      });
    });
  });

  describe('execute_migration_rollback', () => {
    beforeEach(async () => {
      await query('CREATE TABLE books (title text)');
      await apply({ name: '0001_books', down: 'DROP INDEX IF EXISTS none; DROP TABLE books' });
    });
    const isThere = async (): Promise<boolean> =>
      (await query("SELECT to_regclass('public.books') AS books"))[0]?.books === 'books';

    test('only says what it would do, unless told otherwise', async () => {
      await expect(query("SELECT * FROM _migrations.execute_migration_rollback('0001_books')")).resolves.toEqual([
        {
          executed: 'f',
          rollback_sql: 'DROP INDEX IF EXISTS none; DROP TABLE books',
          message: 'It can be rolled back.',
        },
      ]);
      expect(await isThere()).toBe(true);
      expect(await statusOf('0001_books')).toBe('applied');
    });

    test('runs the SQL with the search_path of the session, and records it', async () => {
      const before = await query('SHOW search_path');
      await expect(rollBack('0001_books')).resolves.toMatchObject({ executed: 't', message: 'It is rolled back.' });
      expect(await isThere()).toBe(false);
      await expect(
        query(
          'SELECT status, rollback_by = session_user AS mine, rollback_at IS NOT NULL AS dated FROM _migrations.migration_history',
        ),
      ).resolves.toEqual([{ status: 'rolled_back', mine: 't', dated: 't' }]);
      await expect(query('SHOW search_path')).resolves.toEqual(before);
    });

    test('refuses the second time', async () => {
      await rollBack('0001_books');
      await expect(rollBack('0001_books')).resolves.toMatchObject({
        executed: 'f',
        message: 'It is rolled back already.',
      });
    });

    test('refuses while an applied migration depends on it', async () => {
      await apply({ name: '0002_loans', dependencies: '{0001_books}' });
      await expect(rollBack('0001_books')).resolves.toMatchObject({
        executed: 'f',
        message: expect.stringContaining('0002_loans'),
      });
      expect(await isThere()).toBe(true);
    });

    test('refuses where the file is no longer what was applied', async () => {
      await expect(rollBack('0001_books', 'false', 'another sum')).resolves.toMatchObject({
        executed: 'f',
        message: 'Its file was changed after it was applied.',
      });
      await expect(rollBack('0001_books', 'false', 'sum of 0001_books')).resolves.toMatchObject({ executed: 't' });
    });

    test('removes the row that the Supabase CLI has of it, and no other', async () => {
      await query('CREATE SCHEMA supabase_migrations');
      await query('CREATE TABLE supabase_migrations.schema_migrations (version text PRIMARY KEY)');
      await query("INSERT INTO supabase_migrations.schema_migrations VALUES ('0001'), ('0002')");
      await expect(rollBack('0001_books')).resolves.toMatchObject({ executed: 't' });
      await expect(query('SELECT version FROM supabase_migrations.schema_migrations')).resolves.toEqual([
        { version: '0002' },
      ]);
    });

    test('changes nothing where the SQL fails', async () => {
      await apply({ name: '0002_loans', down: 'DROP TABLE books; SELECT 1 / 0' });
      await expect(rollBack('0002_loans')).rejects.toMatchObject({ sqlstate: '22012' });
      expect(await isThere()).toBe(true);
      expect(await statusOf('0002_loans')).toBe('applied');
    });
  });

  describe('reports', () => {
    test('list_rollbackable_migrations gives the latest first, and only what can be rolled back', async () => {
      await apply({ name: '0001_books', down: 'SELECT 1' });
      await apply({ name: '0002_loans', down: 'SELECT 1', dependencies: '{0001_books}' });
      await apply({ name: '0003_fines', down: 'SELECT 1' });
      await apply({ name: '0004_notes' });
      const rows = await query('SELECT migration_name FROM _migrations.list_rollbackable_migrations()');
      expect(rows.map((row) => row.migration_name)).toEqual(['0003_fines', '0002_loans']);
    });

    test('get_migration_stats and get_next_batch count', async () => {
      await expect(
        query(
          'SELECT total, last_migration, _migrations.get_next_batch() AS next FROM _migrations.get_migration_stats()',
        ),
      ).resolves.toEqual([{ total: '0', last_migration: null, next: '1' }]);
      await apply({ name: '0001_books', down: 'SELECT 1' });
      await apply({ name: '0002_loans' });
      await start({ name: '0003_fines' });
      await rollBack('0001_books');
      await expect(
        query(`SELECT total, applied, rolled_back, failed, batches, last_migration, total_time_ms, average_time_ms,
                    _migrations.get_next_batch() AS next FROM _migrations.get_migration_stats()`),
      ).resolves.toEqual([
        {
          total: '3',
          applied: '1',
          rolled_back: '1',
          failed: '1',
          batches: '3',
          last_migration: '0002_loans',
          total_time_ms: '7',
          average_time_ms: '7.0',
          next: '4',
        },
      ]);
    });

    test('create_migration_snapshot keeps the definitions of tables, without the history itself', async () => {
      await query('CREATE TABLE books (id int PRIMARY KEY, title text NOT NULL DEFAULT $$none$$)');
      await apply({ name: '0001_books' });
      await query("SELECT _migrations.create_migration_snapshot('0001_books', 'before the move')");
      const [row] = await query('SELECT migration_name, note, contents FROM _migrations.migration_snapshots');
      expect(row).toMatchObject({ migration_name: '0001_books', note: 'before the move' });
      const contents = JSON.parse(row?.contents ?? '');
      expect(contents).toMatchObject({
        applied: ['0001_books'],
        relations: {
          'public.books': {
            kind: 'r',
            constraints: { books_pkey: 'PRIMARY KEY (id)' },
            columns: [
              { name: 'id', type: 'integer', not_null: true },
              { name: 'title', type: 'text', default: "'none'::text" },
            ],
          },
        },
      });
      expect(Object.keys(contents.relations)).toEqual(['public.books']);
    });

    test('the views show applied, failed and rolled back migrations', async () => {
      await apply({ name: '0001_books', down: 'SELECT 1' });
      await apply({ name: '0002_loans', down: 'SELECT 1' });
      await rollBack('0002_loans');
      await start({ name: '0003_fines' });
      await query(
        "INSERT INTO _migrations.migration_errors (migration_name, direction, sqlstate, message) VALUES ('0003_fines', 'up', '42P01', 'no table')",
      );
      await expect(query('SELECT migration_name FROM _migrations.v_applied_migrations')).resolves.toEqual([
        { migration_name: '0001_books' },
      ]);
      await expect(
        query(
          'SELECT version, success, reverted_at IS NOT NULL AS reverted FROM _migrations.schema_migrations ORDER BY version',
        ),
      ).resolves.toEqual([
        { version: '0001', success: 't', reverted: 'f' },
        { version: '0002', success: 'f', reverted: 't' },
        { version: '0003', success: 'f', reverted: 'f' },
      ]);
      await expect(
        query(
          'SELECT migration_version AS v, status, can_rollback, last_error FROM _migrations.v_migration_status ORDER BY 1',
        ),
      ).resolves.toEqual([
        { v: '0001', status: 'applied', can_rollback: 't', last_error: null },
        { v: '0002', status: 'rolled_back', can_rollback: 'f', last_error: null },
        { v: '0003', status: 'failed', can_rollback: 'f', last_error: 'no table' },
      ]);
    });
  });
});
