import { describe, expect, test } from 'vitest';
import { onEveryDatabase } from '../every-database.js';
import { migration } from '../migrations.js';
import { errors, history, outcomes, relation, rollback, up } from './session.js';

onEveryDatabase((current) => {
  const value = async (sql: string): Promise<string | null | undefined> => (await current().query(sql))[0]?.value;

  const books = migration('0001_books', 'CREATE TABLE books (id int);\nINSERT INTO books VALUES (1);', {
    down: 'DROP TABLE books;',
  });
  const loans = migration('0002_loans', 'CREATE TABLE loans (id int);', {
    down: 'DROP TABLE loans;',
    dependencies: ['0001_books'],
  });

  describe('executePlan', () => {
    test('applies and records, one result a step', async () => {
      expect(outcomes(await up(current(), [books, loans]))).toEqual(['0001_books done', '0002_loans done']);
      expect(await history(current())).toEqual(['0001_books applied', '0002_loans applied']);
      expect(await value('SELECT id AS value FROM books')).toBe('1');
      expect(
        await value(
          "SELECT rollback_sql AS value FROM _migrations.migration_history WHERE migration_name = '0001_books'",
        ),
      ).toBe('DROP TABLE books;\n');
      expect(await value('SELECT depends_on AS value FROM _migrations.migration_dependencies')).toBe('0001_books');
      expect(await current().transactionStatus()).toBe('idle');
    });

    test('does nothing the second time', async () => {
      await up(current(), [books]);
      expect(await up(current(), [books])).toEqual([]);
    });

    test('rolls back latest first, and records it', async () => {
      await up(current(), [books, loans]);
      expect(outcomes(await rollback(current(), [books, loans], { id: '0001_books', cascade: true }))).toEqual([
        '0002_loans done',
        '0001_books done',
      ]);
      expect(await history(current())).toEqual(['0001_books rolled_back', '0002_loans rolled_back']);
      expect(await relation(current(), 'books')).toBeNull();
    });

    test('what was recorded is what the SQL function can roll back', async () => {
      await up(current(), [books]);
      expect(
        await value("SELECT executed AS value FROM _migrations.execute_migration_rollback('0001_books', false)"),
      ).toBe('t');
      expect(await relation(current(), 'books')).toBeNull();
      expect(outcomes(await up(current(), [books]))).toEqual(['0001_books done']);
    });

    test('keeps names with quotes and backslashes as they are', async () => {
      const odd = migration('0001_it\'s "odd"\\', 'CREATE TABLE odd ();');
      const next = migration('0002_next', 'SELECT 1;', { dependencies: [odd.id] });
      expect(outcomes(await up(current(), [odd, next]))).toEqual([`${odd.id} done`, '0002_next done']);
      expect(await value('SELECT depends_on AS value FROM _migrations.migration_dependencies')).toBe(odd.id);
    });
  });

  test('a file may set its transaction, by BEGIN or as its first statement', async () => {
    const level = "CREATE TABLE levels AS SELECT current_setting('transaction_isolation') AS value";
    const wrapped = migration('0001_wrapped', `BEGIN ISOLATION LEVEL SERIALIZABLE;\n${level};\nCOMMIT;`);
    const set = migration(
      '0002_set',
      `SET TRANSACTION ISOLATION LEVEL REPEATABLE READ;\nINSERT INTO levels SELECT current_setting('transaction_isolation');`,
    );
    const lock = { pooling: 'none', guard: async () => {} } as const;
    expect(outcomes(await up(current(), [wrapped, set], { lock }))).toEqual(['0001_wrapped done', '0002_set done']);
    expect(await value("SELECT string_agg(value, ', ' ORDER BY value) AS value FROM levels")).toBe(
      'repeatable read, serializable',
    );
  });

  test('is not bound by what the file before it set for all transactions to come', async () => {
    const readOnly = migration('0001_read', 'SET default_transaction_read_only = on;');
    expect(outcomes(await up(current(), [readOnly, migration('0002_write', 'CREATE TABLE written ();')]))).toEqual([
      '0001_read done',
      '0002_write done',
    ]);
  });

  describe('a file that is stopped', () => {
    test('begins no further statement, and is recorded as failed', async () => {
      const stop = new AbortController();
      const onEvent = (event: { readonly kind: string }): void => {
        if (event.kind === 'statement-done') stop.abort();
      };
      const results = await up(current(), [books, loans], { signal: stop.signal, onEvent });
      expect(outcomes(results)).toEqual(['0001_books failed', '0002_loans skipped']);
      expect(results[0]).toMatchObject({ failure: { sqlstate: '57014', statementIndex: 1 }, recorded: true });
      expect(await relation(current(), 'books')).toBeNull();
      expect(outcomes(await up(current(), [books, loans]))).toEqual(['0001_books done', '0002_loans done']);
    });
  });

  describe('a file that fails', () => {
    const bad = migration('0002_bad', 'CREATE TABLE half ();\n\nINSERT INTO nowhere VALUES (1);', {
      down: 'SELECT 1;',
    });

    test('leaves nothing of itself, and a row that says why; later files are skipped', async () => {
      const results = await up(current(), [books, bad, migration('0003_later', 'CREATE TABLE later ();')]);
      expect(outcomes(results)).toEqual(['0001_books done', '0002_bad failed', '0003_later skipped']);
      expect(results[1]).toMatchObject({
        mode: 'atomic',
        recorded: true,
        attempts: 1,
        failure: {
          sqlstate: '42P01',
          message: 'relation "nowhere" does not exist',
          statementIndex: 1,
          line: 3,
          statement: 'INSERT INTO nowhere VALUES (1)',
        },
      });
      expect(await relation(current(), 'half')).toBeNull();
      expect(await relation(current(), 'later')).toBeNull();
      expect(await history(current())).toEqual(['0001_books applied', '0002_bad failed']);
      expect(await errors(current())).toEqual([
        { migration_name: '0002_bad', direction: 'up', sqlstate: '42P01', statement_index: '1' },
      ]);
      expect(await value("SELECT reason AS value FROM _migrations.migration_history WHERE status = 'failed'")).toBe(
        '42P01: relation "nowhere" does not exist',
      );
    });

    test('may be corrected and run again', async () => {
      await up(current(), [bad]);
      expect(outcomes(await up(current(), [migration('0002_bad', 'CREATE TABLE half ();')]))).toEqual([
        '0002_bad done',
      ]);
      expect(await history(current())).toEqual(['0002_bad applied']);
    });

    test('is told from its COMMIT where a deferred constraint fails', async () => {
      const late = migration(
        '0001_late',
        `CREATE TABLE a (id int PRIMARY KEY, b int REFERENCES a DEFERRABLE INITIALLY DEFERRED);
      INSERT INTO a VALUES (1, 2);`,
      );
      const [result] = await up(current(), [late]);
      expect(result).toMatchObject({ outcome: 'failed', failure: { sqlstate: '23503' } });
      expect(await relation(current(), 'a')).toBeNull();
      expect(await history(current())).toEqual(['0001_late failed']);
    });

    test('as a down leaves the migration applied', async () => {
      const oneWay = migration('0001_one', 'CREATE TABLE one ();', { down: 'DROP TABLE one; DROP TABLE two;' });
      await up(current(), [oneWay]);
      expect(outcomes(await rollback(current(), [oneWay]))).toEqual(['0001_one failed']);
      expect(await relation(current(), 'one')).toBe('one');
      expect(await history(current())).toEqual(['0001_one applied']);
      expect(await errors(current())).toMatchObject([{ direction: 'down', sqlstate: '42P01' }]);
    });
  });

  describe('the session', () => {
    test('is fresh for every file, and for the history', async () => {
      await current()
        .execute('CREATE ROLE IF_ANY')
        .catch(() => {});
      const leaky = migration('0001_leaky', "SET search_path = ''; SET statement_timeout = 12345; SET ROLE if_any;");
      const next = migration(
        '0002_next',
        "CREATE TABLE seen AS SELECT current_setting('statement_timeout') AS t, current_user = session_user AS me, current_setting('lock_timeout') AS l;",
      );
      expect(outcomes(await up(current(), [leaky, next]))).toEqual(['0001_leaky done', '0002_next done']);
      await expect(current().query('SELECT * FROM public.seen')).resolves.toEqual([{ t: '0', me: 't', l: '2s' }]);
    });

    test('has the timeouts that are asked for', async () => {
      const seen = migration(
        '0001_seen',
        "CREATE TABLE seen AS SELECT current_setting('statement_timeout') AS s, current_setting('lock_timeout') AS l;",
      );
      await up(current(), [seen], { lockTimeout: 700, statementTimeout: 90_000 });
      await expect(current().query('SELECT * FROM seen')).resolves.toEqual([{ s: '90s', l: '700ms' }]);
    });

    test('has no statement_timeout for VALIDATE, and has it back afterwards', async () => {
      const validate = migration(
        '0001_validate',
        `CREATE TABLE a (b int); INSERT INTO a VALUES (1);
       CREATE FUNCTION unlimited(int) RETURNS boolean LANGUAGE plpgsql AS $$
       BEGIN ASSERT current_setting('statement_timeout') = '0'; RETURN true; END $$;
       ALTER TABLE a ADD CONSTRAINT c CHECK (unlimited(b)) NOT VALID;
       ALTER TABLE a VALIDATE CONSTRAINT c;
       CREATE TABLE seen AS SELECT current_setting('statement_timeout') AS s;`,
      );
      expect(outcomes(await up(current(), [validate], { statementTimeout: 9000 }))).toEqual(['0001_validate done']);
      await expect(current().query('SELECT s FROM seen')).resolves.toEqual([{ s: '9s' }]);
    });
  });
});
