import { describe, expect, test } from 'vitest';
import { onEveryDatabase } from '../every-database.js';
import { migration } from '../migrations.js';
import { history, outcomes, relation, rollback, up } from './session.js';

onEveryDatabase((current) => {
  const journal = async (): Promise<readonly (string | null | undefined)[]> =>
    (
      await current().query(
        "SELECT statement_index AS i FROM _migrations.migration_events WHERE event = 'statement' ORDER BY id",
      )
    ).map(({ i }) => i);
  const indexes = async (): Promise<readonly string[]> =>
    (
      await current().query(
        "SELECT indexrelid::regclass::text AS name, indisvalid FROM pg_index WHERE indrelid = to_regclass('books') ORDER BY 1",
      )
    ).map(({ name, indisvalid }) => `${name} ${indisvalid === 't' ? 'valid' : 'invalid'}`);

  const books = migration('0001_books', "CREATE TABLE books (isbn text); INSERT INTO books VALUES ('1'), ('1');");
  const unique = migration(
    '0002_unique',
    'CREATE TABLE first ();\nCREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS books_isbn ON books (isbn);\nCREATE TABLE last ();',
    {
      down: 'DROP TABLE last; DROP INDEX CONCURRENTLY books_isbn; DROP TABLE first;',
    },
  );

  describe('a file with statements that cannot be in a transaction', () => {
    test('runs statement by statement, each of them journalled', async () => {
      const plain = migration(
        '0002_plain',
        'CREATE INDEX CONCURRENTLY books_isbn ON books (isbn);\nVACUUM books;\nCREATE TABLE last ();',
      );
      expect(outcomes(await up(current(), [books, plain]))).toEqual(['0001_books done', '0002_plain done']);
      expect(await journal()).toEqual(['0', '1', '2']);
      expect(await indexes()).toEqual(['books_isbn valid']);
      expect(await history(current())).toEqual(['0001_books applied', '0002_plain applied']);
    });

    test('leaves no invalid index where the build fails, and says what is done', async () => {
      const results = await up(current(), [books, unique]);
      expect(results[1]).toMatchObject({
        outcome: 'failed',
        mode: 'journalled',
        recorded: true,
        failure: { sqlstate: '23505', statementIndex: 1, line: 2 },
      });
      expect(await indexes()).toEqual([]);
      expect(await relation(current(), 'first')).toBe('first');
      expect(await relation(current(), 'last')).toBeNull();
      expect(await history(current())).toEqual(['0001_books applied', '0002_unique failed']);
    });

    test('goes on after what is done, as often as it must', async () => {
      await up(current(), [books, unique]);
      await expect(up(current(), [books, unique])).rejects.toThrow('broke off after 1 of 3 statements');
      expect(outcomes(await up(current(), [books, unique], { resume: true }))).toEqual(['0002_unique failed']);
      await current().execute('TRUNCATE books');
      expect(outcomes(await up(current(), [books, unique], { resume: true }))).toEqual(['0002_unique done']);
      expect(await indexes()).toEqual(['books_isbn valid']);
      expect(await relation(current(), 'last')).toBe('last');
      expect(await journal()).toEqual(['0', '1', '2']);
      expect(await history(current())).toEqual(['0001_books applied', '0002_unique applied']);
    });

    test('replaces an invalid index that somebody else left, which IF NOT EXISTS would take for the index', async () => {
      await up(current(), [books]);
      await current()
        .execute('CREATE UNIQUE INDEX CONCURRENTLY books_isbn ON books (isbn)')
        .catch(() => {});
      expect(await indexes()).toEqual(['books_isbn invalid']);
      await current().execute('TRUNCATE books');
      expect(outcomes(await up(current(), [books, unique]))).toEqual(['0002_unique done']);
      expect(await indexes()).toEqual(['books_isbn valid']);
    });

    test('leaves alone invalid indexes of other names', async () => {
      await up(current(), [books]);
      await current()
        .execute('CREATE UNIQUE INDEX CONCURRENTLY other ON books (isbn)')
        .catch(() => {});
      await up(current(), [books, migration('0002_more', 'CREATE INDEX CONCURRENTLY ON books (isbn);')]);
      expect(await indexes()).toEqual(['books_isbn_idx valid', 'other invalid']);
    });

    test('drops the invalid index whose name the server picked', async () => {
      await up(current(), [books, migration('0002_unnamed', 'CREATE UNIQUE INDEX CONCURRENTLY ON books (isbn);')]);
      expect(await indexes()).toEqual([]);
    });

    test('is rolled back in the same way', async () => {
      await up(current(), [books]);
      await current().execute('TRUNCATE books');
      await up(current(), [books, unique]);
      expect(outcomes(await rollback(current(), [books, unique]))).toEqual(['0002_unique done']);
      expect(await indexes()).toEqual([]);
      expect(await history(current())).toEqual(['0001_books applied', '0002_unique rolled_back']);
    });

    test('keeps its settings from statement to statement, and the journal does not mind a role', async () => {
      await current()
        .execute('CREATE ROLE reader')
        .catch(() => {});
      const roles = migration(
        '0001_roles',
        "SET ROLE reader;\nSET search_path = '';\nSELECT 1;\nRESET ROLE;\nCREATE TABLE public.seen AS SELECT current_setting('search_path') AS s;",
        { transaction: 'autocommit' },
      );
      expect(outcomes(await up(current(), [roles]))).toEqual(['0001_roles done']);
      await expect(current().query('SELECT s FROM public.seen')).resolves.toEqual([{ s: '""' }]);
      expect(await journal()).toEqual(['0', '1', '2', '3', '4']);
    });

    test('has no statement_timeout for the concurrent build, and has it back afterwards', async () => {
      const slow = migration(
        '0002_slow',
        `CREATE FUNCTION unlimited(text) RETURNS text IMMUTABLE LANGUAGE plpgsql AS $$
       BEGIN ASSERT current_setting('statement_timeout') = '0'; RETURN $1; END $$;
       CREATE INDEX CONCURRENTLY books_slow ON books (unlimited(isbn));
       CREATE TABLE seen AS SELECT current_setting('statement_timeout') AS s;`,
      );
      expect(outcomes(await up(current(), [books, slow], { statementTimeout: 9000 }))).toEqual([
        '0001_books done',
        '0002_slow done',
      ]);
      expect(await indexes()).toEqual(['books_slow valid']);
      await expect(current().query('SELECT s FROM seen')).resolves.toEqual([{ s: '9s' }]);
    });

    test('lets a block commit its batches', async () => {
      const batches = migration(
        '0002_batches',
        "DO $$ BEGIN INSERT INTO books VALUES ('2'); COMMIT; INSERT INTO books VALUES ('3'); END $$;",
        { transaction: 'autocommit' },
      );
      expect(outcomes(await up(current(), [books, batches]))).toEqual(['0001_books done', '0002_batches done']);
      await expect(current().query('SELECT count(*) AS n FROM books')).resolves.toEqual([{ n: '4' }]);
    });
  });
});
