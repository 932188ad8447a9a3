import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ServerTarget } from '../../../src/database/connection-target.js';
import { replay } from '../../../src/verify/replay/replay.js';
import { openScratch } from '../../../src/verify/scratch/open-scratch.js';
import type { Scratch } from '../../../src/verify/scratch/scratch.js';
import { type RealServer, realServer } from '../../database/real-server.js';
import { migration, parser } from './migrations.js';

const server: RealServer = await realServer();
afterAll(async () => {
  if (server.available) await server.stop();
});

describe('on PGlite', () => contract(() => openScratch({ supabase: false, sql: [] })));
describe.skipIf(!server.available)('on a server', () =>
  contract(async () => openScratch({ supabase: false, sql: [] }, { kind: 'server', target: await serverTarget() })),
);

async function serverTarget(): Promise<ServerTarget> {
  if (!server.available) throw new Error(server.reason);
  return server.newDatabase();
}

function contract(open: () => Promise<Scratch>): void {
  let scratch: Scratch;
  beforeAll(async () => {
    scratch = await open();
  }, 60_000);
  afterAll(() => scratch.dispose());
  beforeEach(async () => {
    await scratch.database.execute('DROP SCHEMA IF EXISTS public CASCADE');
    await scratch.database.execute('CREATE SCHEMA public');
  });

  const tables = async (): Promise<string | null | undefined> => {
    const [row] = await scratch.database.query(
      "SELECT string_agg(relname, ',' ORDER BY relname) AS names FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'",
    );
    return row?.names;
  };

  test('a history without failures leaves its schema', async () => {
    const replayed = await replay(
      scratch,
      [
        migration(
          '1',
          'CREATE TABLE authors (id int PRIMARY KEY); CREATE TABLE books (author int REFERENCES authors);',
        ),
        migration('2', 'ALTER TABLE books ADD COLUMN title text;'),
      ],
      { parser },
    );
    expect(replayed.map(({ migration: id, statements, ran, failures }) => [id, statements, ran, failures])).toEqual([
      ['1', 2, 2, []],
      ['2', 1, 1, []],
    ]);
    expect(await tables()).toBe('authors,books');
  });

  test('a failure is told at its statement, and hides none of the others', async () => {
    const text = 'CREATE TABLE books (id int);\nSELECT 1 / 0;\nCREATE TABLE authors (id int);\nSELECT nothing;';
    const [replayed] = await replay(scratch, [migration('1', text)], { parser });
    expect(
      replayed?.failures.map(({ span, sqlstate, message }) => [text.slice(span.start, span.end), sqlstate, message]),
    ).toEqual([
      ['SELECT 1 / 0', '22012', 'division by zero'],
      ['SELECT nothing', '42703', 'column "nothing" does not exist'],
    ]);
    expect(replayed).toMatchObject({ statements: 4, ran: 2 });
    expect(await tables()).toBe('authors,books');
  });

  test('what cannot be parsed is a failure at its place', async () => {
    const text = 'CREATE TABLE books ();\nCREATE TABEL authors ();';
    const [replayed] = await replay(scratch, [migration('1', text)], { parser });
    expect(replayed?.failures).toMatchObject([{ sqlstate: '42601', message: 'syntax error at or near "TABEL"' }]);
    expect(replayed).toMatchObject({ statements: 2, ran: 1 });
  });

  test('what fails only because an earlier file failed says so', async () => {
    const [, second, third] = await replay(
      scratch,
      [
        migration('1', 'CREATE TABLE books (id int REFERENCES nowhere);'),
        migration('2', 'ALTER TABLE books ADD COLUMN title text;'),
        migration('3', 'ALTER TABLE others ADD COLUMN title text;'),
      ],
      { parser },
    );
    expect(second?.failures[0]?.consequenceOf).toMatchObject({ migration: '1', span: { start: 0 } });
    expect(third?.failures[0]).toMatchObject({ sqlstate: '42P01', consequenceOf: undefined });
  });

  test('a deferred constraint that fails at COMMIT undoes the file', async () => {
    const text = 'CREATE TABLE books (id int UNIQUE DEFERRABLE INITIALLY DEFERRED); INSERT INTO books VALUES (1), (1);';
    const [replayed] = await replay(scratch, [migration('1', text)], { parser });
    expect(replayed?.failures).toMatchObject([{ sqlstate: '23505', statement: undefined }]);
    expect(await tables()).toBeNull();
  });

  test('a statement without end is canceled, and what was committed before is still there', async () => {
    const replayed = await replay(
      scratch,
      [
        migration('1', 'CREATE TABLE books (id int); INSERT INTO books VALUES (7);'),
        migration('2', 'CREATE TABLE authors (); SELECT pg_sleep(600); CREATE TABLE editions ();'),
        migration('3', 'CREATE TABLE shops ();'),
      ],
      { parser, statementTimeout: 1000 },
    );
    expect(replayed.flatMap(({ failures }) => failures)).toMatchObject([
      { sqlstate: '57014', message: 'canceled, as it ran longer than 1 s' },
    ]);
    expect(await tables()).toBe('authors,books,editions,shops');
    await expect(scratch.database.query('SELECT id FROM books')).resolves.toEqual([{ id: '7' }]);
  }, 90_000);

  test('a file that ends its session is told of, and the run goes on', async () => {
    const replayed = await replay(
      scratch,
      [
        migration(
          '1',
          'CREATE TABLE books (); SELECT pg_terminate_backend(pg_backend_pid()); CREATE TABLE authors ();',
        ),
        migration('2', 'CREATE TABLE shops ();'),
      ],
      { parser },
    );
    expect(replayed.map(({ failures }) => failures.map(({ sqlstate }) => sqlstate))).toEqual([['57P01'], []]);
    expect(await tables()).toBe('authors,books,shops');
  });

  test('a file may drop the schema that it stands in', async () => {
    const replayed = await replay(
      scratch,
      [
        migration('1', 'DROP SCHEMA public CASCADE; CREATE TABLE books ();'),
        migration('2', 'CREATE SCHEMA public; CREATE TABLE books ();'),
      ],
      { parser },
    );
    expect(replayed.flatMap(({ failures }) => failures)).toMatchObject([{ sqlstate: '3F000' }]);
    expect(await tables()).toBe('books');
  });

  test('an extension that nobody has is a failure', async () => {
    const [replayed] = await replay(scratch, [migration('1', 'CREATE EXTENSION nobody_has_it;')], { parser });
    expect(replayed?.failures).toMatchObject([{ sqlstate: '0A000' }]);
  });

  test.each([
    ['transaction', ['25001']],
    ['pipeline', ['25001']],
    ['pipeline-standalone', []],
    ['autocommit', []],
  ] as const)('CREATE INDEX CONCURRENTLY after another statement, sent as %s', async (model, sqlstates) => {
    const text = 'CREATE TABLE books (id int); CREATE INDEX CONCURRENTLY books_id ON books (id);';
    const [replayed] = await replay(scratch, [migration('1', text, model)], { parser });
    expect(replayed?.failures.map(({ sqlstate }) => sqlstate)).toEqual(sqlstates);
  });

  test.each([
    [true, []],
    [undefined, ['25001']],
  ] as const)('CREATE INDEX CONCURRENTLY where the tool looks at the file (%s)', async (adaptive, sqlstates) => {
    const text = 'CREATE TABLE books (id int); CREATE INDEX CONCURRENTLY books_id ON books (id);';
    const { up, ...rest } = migration('1', text);
    const [replayed] = await replay(scratch, [{ ...rest, up: { ...up, adaptive } }], { parser });
    expect(replayed?.failures.map(({ sqlstate }) => sqlstate)).toEqual(sqlstates);
  });

  test('a batch may begin with a statement that cannot be in a transaction', async () => {
    await scratch.database.execute('CREATE TABLE books (id int)');
    const [replayed] = await replay(scratch, [migration('1', 'VACUUM books; CREATE TABLE authors ();', 'pipeline')], {
      parser,
    });
    expect(replayed?.failures).toEqual([]);
  });

  test('LOCK TABLE in a batch is refused, in a transaction it is not', async () => {
    await scratch.database.execute('CREATE TABLE books ()');
    const [batch, wrapped] = await replay(
      scratch,
      [migration('1', 'LOCK TABLE books;', 'pipeline'), migration('2', 'LOCK TABLE books;')],
      { parser },
    );
    expect(batch?.failures).toMatchObject([{ sqlstate: '25P01' }]);
    expect(wrapped?.failures).toEqual([]);
  });

  test("a file's own transaction is retried without what failed in it", async () => {
    const text = 'CREATE TABLE one (); BEGIN; CREATE TABLE two (); SELECT 1 / 0; CREATE TABLE three (); COMMIT;';
    const [replayed] = await replay(scratch, [migration('1', text, 'autocommit')], { parser });
    expect(replayed?.failures.map(({ sqlstate }) => sqlstate)).toEqual(['22012']);
    expect(await tables()).toBe('one,three,two');
  });

  test('a new enum value cannot be used in the transaction that adds it', async () => {
    await scratch.database.execute("CREATE TYPE mood AS ENUM ('glad')");
    const text = "ALTER TYPE mood ADD VALUE 'sad'; SELECT 'sad'::mood;";
    const [replayed] = await replay(scratch, [migration('1', text)], { parser });
    expect(replayed?.failures).toMatchObject([{ sqlstate: '55P04' }]);
  });

  test('rows of COPY are loaded', async () => {
    const text =
      'CREATE TABLE books (id int, title text);\nCOPY public.books (id, title) FROM stdin;\n1\tEmma\\tand more\n2\t\\N\n\\.\nCREATE TABLE authors ();';
    const [replayed] = await replay(scratch, [migration('1', text)], { parser });
    expect(replayed?.failures).toEqual([]);
    await expect(scratch.database.query('SELECT id, title FROM books ORDER BY id')).resolves.toEqual([
      { id: '1', title: 'Emma\tand more' },
      { id: '2', title: null },
    ]);
  });

  test('each file begins with fresh settings where its tool does so', async () => {
    const history = [
      migration('1', "SET search_path = ''; SET ROLE pg_monitor;"),
      migration('2', 'CREATE TABLE books ();'),
    ];
    const fresh = await replay(scratch, history, { parser, resetsSession: true });
    expect(fresh.flatMap(({ failures }) => failures)).toEqual([]);
    const leaking = await replay(scratch, history, { parser });
    expect(leaking.flatMap(({ failures }) => failures)).toMatchObject([{ sqlstate: '3F000' }]);
    await scratch.reset();
  });

  test('an extension that is stood in for can be used, and is named', async () => {
    const [replayed] = await replay(
      scratch,
      [
        migration(
          '1',
          'CREATE EXTENSION vector; CREATE TABLE books (e vector(3)); CREATE INDEX ON books USING hnsw (e vector_l2_ops) WITH (m = 16, ef_construction = 64);',
        ),
      ],
      { parser },
    );
    expect(replayed?.failures).toEqual([]);
    expect(await scratch.standIns()).toEqual(['vector']);
  });
}
