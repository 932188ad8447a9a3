import { describe, expect, test } from 'vitest';
import { readHistory } from '../../src/runner/history/read-history.js';
import { planRollback } from '../../src/runner/plan/plan-rollback.js';
import { planUp } from '../../src/runner/plan/plan-up.js';
import { onEveryDatabase } from './every-database.js';
import { history, outcomes, relation, rollback, schema, up } from './execute/session.js';
import { readFiles } from './files.js';
import { migration, parser } from './migrations.js';

/** What other programs that apply migrations were seen to do wrong, each with the file that shows it. */
onEveryDatabase((current) => {
  const values = async (sql: string): Promise<readonly (string | null | undefined)[]> =>
    (await current().query(sql)).map((row) => Object.values(row)[0]);
  const tables = (): Promise<readonly unknown[]> =>
    values("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1");

  describe('what is recorded is what happened', () => {
    test('a unique index whose build failed is not there, and not recorded, however often it is tried', async () => {
      await current().execute("CREATE TABLE books AS SELECT '1' AS isbn FROM generate_series(1, 2)");
      const files = [migration('0001_u', 'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS u ON books (isbn);')];
      for (let run = 0; run < 3; run += 1) {
        expect(outcomes(await up(current(), files))).toEqual(['0001_u failed']);
        expect(await relation(current(), 'u')).toBeNull();
      }
    });

    test.each([
      ['COMMIT; BEGIN;', 'COMMIT'],
      ['BEGIN;', 'BEGIN'],
      ['ROLLBACK;', 'ROLLBACK'],
      ["PREPARE TRANSACTION 'x';", 'PREPARE TRANSACTION'],
    ])('a file with %s is refused, and so is what comes after it', async (control, word) => {
      const files = [
        migration('0001_a', `CREATE TABLE a ();\n${control}\nCREATE TABLE b ();`),
        migration('0002_c', 'CREATE TABLE c ();'),
      ];
      await expect(up(current(), files)).rejects.toThrow(word);
      expect(await tables()).toEqual([]);
      expect(await history(current())).toEqual([]);
    });

    test('a down without statements is refused, and the migration stays applied', async () => {
      const files = [migration('0001_a', 'CREATE TABLE a ();', { down: '-- later\n' })];
      await up(current(), files);
      await expect(rollback(current(), files)).rejects.toThrow('has no down, so it cannot be rolled back');
      expect(await history(current())).toEqual(['0001_a applied']);
      expect(await tables()).toEqual(['a']);
    });

    test('a value that is added to an enum and used in the same file: nothing of it is left, nor recorded as applied', async () => {
      await current().execute("CREATE TYPE mood AS ENUM ('glad')");
      const files = [migration('0001_sad', "ALTER TYPE mood ADD VALUE 'sad'; CREATE TABLE m AS SELECT 'sad'::mood;")];
      const [result] = await up(current(), files);
      expect(result).toMatchObject({ outcome: 'failed', failure: { sqlstate: '55P04', statementIndex: 1 } });
      expect(await values('SELECT unnest(enum_range(NULL::mood))')).toEqual(['glad']);
    });
  });

  describe('statements run as they are meant', () => {
    test('LOCK TABLE and SET LOCAL hold for the rest of the file', async () => {
      await current().execute('CREATE TABLE books ()');
      const files = [
        migration(
          '0001_locked',
          "SET LOCAL statement_timeout = '7s'; LOCK TABLE books IN SHARE MODE; CREATE TABLE seen AS SELECT current_setting('statement_timeout') AS t, (SELECT count(*) FROM pg_locks WHERE relation = 'books'::regclass AND mode = 'ShareLock') AS l;",
        ),
      ];
      expect(outcomes(await up(current(), files))).toEqual(['0001_locked done']);
      await expect(current().query('SELECT t, l FROM seen')).resolves.toEqual([{ t: '7s', l: '1' }]);
    });

    test('two indexes are built concurrently in one plain SQL file', async () => {
      const files = [
        migration('0001_books', 'CREATE TABLE books (isbn text);'),
        migration(
          '0002_two',
          'CREATE INDEX CONCURRENTLY one ON books (isbn); CREATE INDEX CONCURRENTLY two ON books (isbn); DROP INDEX CONCURRENTLY one;',
        ),
      ];
      expect(outcomes(await up(current(), files))).toEqual(['0001_books done', '0002_two done']);
      expect(await values("SELECT indexrelid::regclass FROM pg_index WHERE indrelid = 'books'::regclass")).toEqual([
        'two',
      ]);
    });

    test('a body with BEGIN ATOMIC, CASE … END, nested comments, dollar quotes and backslashes is one statement', async () => {
      const files = [
        migration(
          '0001_bodies',
          `CREATE FUNCTION f(i int) RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN i > 0 THEN 'a;b' ELSE 'c' END; END;
           /* one /* in; */ the other; */
           CREATE FUNCTION g() RETURNS text LANGUAGE plpgsql AS $x$ BEGIN RETURN $$a;b$$; END; $x$;
           CREATE TABLE seen AS SELECT f(1), g(), E'it\\'s; so' AS e, 'C:\\' AS path;`,
        ),
      ];
      expect(outcomes(await up(current(), files))).toEqual(['0001_bodies done']);
      await expect(current().query('SELECT * FROM seen')).resolves.toEqual([
        { f: 'a;b', g: 'a;b', e: "it's; so", path: 'C:\\' },
      ]);
    });

    test('what a file sets is not set for the next file, nor for the history', async () => {
      const files = [
        migration('0001_dump', "SELECT pg_catalog.set_config('search_path', '', false); CREATE TABLE public.a ();"),
        migration('0002_plain', 'CREATE TABLE b ();'),
      ];
      expect(outcomes(await up(current(), files))).toEqual(['0001_dump done', '0002_plain done']);
      expect(await tables()).toEqual(['a', 'b']);
    });

    test('a file of some megabytes runs, with a line of one', async () => {
      const files = [
        migration(
          '0001_big',
          `CREATE TABLE big AS SELECT '${'x'.repeat(1_000_000)}' AS line;\n${'SELECT 1;\n'.repeat(500)}`,
        ),
      ];
      expect(outcomes(await up(current(), files))).toEqual(['0001_big done']);
      expect(await values('SELECT length(line) FROM big')).toEqual(['1000000']);
    });

    test.each([
      ['\\restrict abc\nSELECT 1;', '\\restrict'],
      ['CREATE TABLE a (b int);\nCOPY a FROM stdin;\n1\n\\.\n', 'psql'],
    ])('%s, which only psql can run, is refused before anything is done', async (text, word) => {
      await expect(up(current(), [migration('0001_dump', text)])).rejects.toThrow(word);
      expect(await tables()).toEqual([]);
    });
  });

  describe('rolling back', () => {
    test('undoes one migration, and leaves the rows of all others', async () => {
      const files = [
        migration('0001_a', 'CREATE TABLE a (id int); INSERT INTO a VALUES (1), (2);', { down: 'DROP TABLE a;' }),
        migration('0002_b', 'CREATE TABLE b ();', { down: 'DROP TABLE b;' }),
      ];
      await up(current(), files);
      expect(outcomes(await rollback(current(), files))).toEqual(['0002_b done']);
      expect(await values('SELECT count(*) FROM a')).toEqual(['2']);
    });

    test('undoes a file of several sections in the opposite order, after all of them were applied', async () => {
      const files = await readFiles({
        '20240101000001_books.sql':
          '-- migrate:up\nCREATE TABLE books (id int PRIMARY KEY);\n-- migrate:down\nDROP TABLE books;\n' +
          '-- migrate:up\nCREATE TABLE loans (book int REFERENCES books);\n-- migrate:down\nDROP TABLE loans;\n',
      });
      expect(outcomes(await up(current(), files))).toEqual(['20240101000001_books done']);
      expect(await tables()).toEqual(['books', 'loans']);
      expect(outcomes(await rollback(current(), files))).toEqual(['20240101000001_books done']);
      expect(await tables()).toEqual([]);
    });

    test('a marker in a string does not end the up', async () => {
      const files = await readFiles({
        '20240101000001_help.sql':
          "-- migrate:up\nCREATE TABLE help (text text DEFAULT 'Write\n-- migrate:down\nbefore it');\n-- migrate:down\nDROP TABLE help;\n",
      });
      expect(outcomes(await up(current(), files))).toEqual(['20240101000001_help done']);
      await current().execute('INSERT INTO help DEFAULT VALUES');
      expect(await values('SELECT text FROM help')).toEqual(['Write\n-- migrate:down\nbefore it']);
    });
  });

  describe('files and their texts', () => {
    const sql = 'CREATE TABLE a ();\nCREATE TABLE b ();\n';

    test('a byte-order mark and CRLF run, and are no edit', async () => {
      await up(current(), await readFiles({ '0001_a.sql': sql }));
      const windows = await readFiles({ '0001_a.sql': `\uFEFF${sql.replaceAll('\n', '\r\n')}` });
      expect(await up(current(), windows)).toEqual([]);
      const fresh = await readFiles({
        '0001_a.sql': sql,
        '0002_c.sql': '\uFEFFCREATE TABLE c ();\r\nCREATE TABLE d ();\r\n',
      });
      expect(outcomes(await up(current(), fresh))).toEqual(['0002_c done']);
    });

    test('an edit of what is applied is noticed', async () => {
      await up(current(), await readFiles({ '0001_a.sql': sql }));
      const edited = await readFiles({ '0001_a.sql': `${sql}CREATE TABLE c ();\n` });
      await expect(up(current(), edited)).rejects.toThrow('was changed after it was applied');
    });

    test('a file that comes before one that is applied is never skipped in silence', async () => {
      const [first, second] = [migration('0001_a', 'CREATE TABLE a ();'), migration('0002_b', 'CREATE TABLE b ();')];
      await up(current(), [second]);
      await expect(up(current(), [first, second])).rejects.toThrow('0001_a stands before 0002_b, which is applied');
      expect(outcomes(await up(current(), [first, second], { outOfOrder: true }))).toEqual(['0001_a done']);
    });
  });

  test('a plan, which is the dry run, changes nothing and installs nothing', async () => {
    const files = [migration('0001_a', 'CREATE TABLE a ();', { down: 'DROP TABLE a;' })];
    const known = await readHistory(current(), schema);
    expect(planUp(files, known, parser)).toMatchObject({
      ok: true,
      steps: [{ statements: [{ sql: 'CREATE TABLE a ()' }] }],
    });
    expect(planRollback(files, known, parser)).toMatchObject({ ok: true, steps: [] });
    expect(await values("SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' ORDER BY 1")).toEqual([
      'information_schema',
      'public',
    ]);
  });

  test('a file without a transaction that fails half-way leaves a record of what is done', async () => {
    await current().execute('CREATE TABLE books (isbn text)');
    const files = [
      migration('0001_half', 'CREATE TABLE a (); CREATE INDEX CONCURRENTLY i ON books (isbn); SELECT 1 / 0;'),
    ];
    expect(outcomes(await up(current(), files))).toEqual(['0001_half failed']);
    await expect(readHistory(current(), schema)).resolves.toMatchObject([{ status: 'failed', done: [0, 1] }]);
    await expect(up(current(), files)).rejects.toThrow('broke off after 2 of 3 statements');
  });
});
