import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database, Notice } from '../../src/database/database.js';
import { DatabaseError } from '../../src/database/database-error.js';

/** What a statement fails with. */
async function failure(promise: Promise<unknown>): Promise<DatabaseError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof DatabaseError) return error;
  throw new Error(`expected a DatabaseError, got ${String(error)}`);
}

/** What every adapter promises. `open` gives a session on a database of its own. */
export function databaseContract(name: string, open: () => Promise<Database>): void {
  describe(name, () => {
    let database: Database;
    beforeAll(async () => {
      database = await open();
    });
    beforeEach(async () => {
      if ((await database.transactionStatus()) !== 'idle') await database.execute('ROLLBACK');
      await database.execute('DROP SCHEMA public CASCADE');
      await database.execute('CREATE SCHEMA public');
    });
    afterAll(() => database.close());

    test('knows its process and its server', async () => {
      const [row] = await database.query(
        "SELECT pg_backend_pid() AS pid, current_setting('server_version_num') AS version",
      );
      expect(row).toEqual({ pid: String(database.backendPid), version: String(database.serverVersion) });
      expect(database.serverVersion).toBeGreaterThan(120_000);
    });

    test('gives every value as the text that the server writes', async () => {
      const [row] = await database.query(
        `SELECT 9007199254740993::int8 AS big, true AS yes, NULL::int AS nothing, '{"a": 1}'::jsonb AS doc,
                ARRAY['x', 'y z'] AS list, ARRAY[1, 2] AS numbers, 1.50::numeric(5,2) AS amount,
                '2026-01-02'::date AS day, '\\x00ff'::bytea AS bytes, 'r'::"char" AS letter`,
      );
      expect(row).toEqual({
        big: '9007199254740993',
        yes: 't',
        nothing: null,
        doc: '{"a": 1}',
        list: '{x,"y z"}',
        numbers: '{1,2}',
        amount: '1.50',
        day: '2026-01-02',
        bytes: '\\x00ff',
        letter: 'r',
      });
    });

    test('takes every parameter as text, for any type', async () => {
      const [row] = await database.query(
        `SELECT $1::int + 1 AS number, $2::boolean AS flag, $3::jsonb ->> 'k' AS field, $4::text[] AS list,
                $5::timestamptz = '2026-01-02T03:04:05Z' AS same, $6::text AS nothing, $7::text AS quoted, $8::bytea AS bytes`,
        ['41', 'true', '{"k": "é"}', '{a,b}', '2026-01-02T03:04:05Z', null, 'it\'s \\ "so"', '\\x01'],
      );
      expect(row).toEqual({
        number: '42',
        flag: 't',
        field: 'é',
        list: '{a,b}',
        same: 't',
        nothing: null,
        quoted: 'it\'s \\ "so"',
        bytes: '\\x01',
      });
    });

    test('gives the values of types that were made in this session as text', async () => {
      await database.execute("CREATE TYPE mood AS ENUM ('glad', 'sad')");
      await expect(database.query("SELECT 'sad'::mood AS one, ARRAY['glad']::mood[] AS many")).resolves.toEqual([
        { one: 'sad', many: '{glad}' },
      ]);
    });

    test('refuses more than one statement, and does none of them', async () => {
      const error = await failure(database.execute('CREATE TABLE one (); CREATE TABLE two ()'));
      expect(error.sqlstate).toBe('42601');
      await expect(database.query("SELECT to_regclass('one') AS one")).resolves.toEqual([{ one: null }]);
    });

    test('tells what the server said of an error', async () => {
      await database.execute('CREATE TABLE books (isbn text PRIMARY KEY)');
      await database.execute("INSERT INTO books VALUES ('1')");
      const error = await failure(database.execute("INSERT INTO books VALUES ('1')"));
      expect(error).toMatchObject({ sqlstate: '23505', detail: 'Key (isbn)=(1) already exists.' });
      expect(error.message).toBe('duplicate key value violates unique constraint "books_pkey"');
    });

    test('tells the place of an error, in characters, and the hint', async () => {
      const error = await failure(database.query("SELECT '😀', lenght('a')"));
      expect(error).toMatchObject({ sqlstate: '42883', position: 13 });
      expect(error.hint).toContain('No function matches');
    });

    test('tells where in a function an error happened', async () => {
      const error = await failure(
        database.execute("DO $$ BEGIN RAISE 'no' USING ERRCODE = 'P0042', HINT = 'maybe'; END $$"),
      );
      expect(error).toMatchObject({ sqlstate: 'P0042', message: 'no', hint: 'maybe' });
      expect(error.context).toContain('PL/pgSQL function inline_code_block line 1');
    });

    test('works on after an error', async () => {
      await failure(database.query('SELECT 1 / 0'));
      await expect(database.query('SELECT 1 AS one')).resolves.toEqual([{ one: '1' }]);
    });

    test('knows whether a transaction is open, and whether it failed', async () => {
      expect(await database.transactionStatus()).toBe('idle');
      await database.execute('BEGIN');
      expect(await database.transactionStatus()).toBe('transaction');
      await failure(database.query('SELECT 1 / 0'));
      expect(await database.transactionStatus()).toBe('failed');
      await database.execute('ROLLBACK');
      expect(await database.transactionStatus()).toBe('idle');
    });

    test('undoes with ROLLBACK what the transaction did', async () => {
      await database.execute('BEGIN');
      await database.execute('CREATE TABLE gone ()');
      await database.execute('ROLLBACK');
      await expect(database.query("SELECT to_regclass('gone') AS gone")).resolves.toEqual([{ gone: null }]);
    });

    test.each(['CREATE INDEX CONCURRENTLY ON books (isbn)', 'VACUUM books', 'REINDEX TABLE CONCURRENTLY books'])(
      'runs %s, which cannot be in a transaction',
      async (statement) => {
        await database.execute('CREATE TABLE books (isbn text)');
        await expect(database.execute(statement)).resolves.toBeUndefined();
        await database.execute('BEGIN');
        expect(await failure(database.execute(statement))).toMatchObject({ sqlstate: '25001' });
      },
    );

    test('tells notices to who listens, until it stops', async () => {
      const heard: Notice[] = [];
      const stop = database.onNotice((notice) => heard.push(notice));
      await database.execute(
        "DO $$ BEGIN RAISE WARNING 'careful' USING DETAIL = 'thin ice', ERRCODE = '01000'; END $$",
      );
      stop();
      await database.execute("DO $$ BEGIN RAISE NOTICE 'unheard'; END $$");
      expect(heard).toEqual([
        expect.objectContaining({ severity: 'WARNING', message: 'careful', detail: 'thin ice', sqlstate: '01000' }),
      ]);
    });

    test('refuses statements after it was closed, as a lost connection', async () => {
      const closed = await open();
      await closed.close();
      await closed.close();
      expect((await failure(closed.query('SELECT 1'))).sqlstate).toMatch(/^08/);
    });
  });
}
