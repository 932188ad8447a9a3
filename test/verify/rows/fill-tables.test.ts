import { expect, test } from 'vitest';
import { type FillResult, fillTables } from '../../../src/verify/rows/fill-tables.js';
import { inTransactions } from '../../database/in-transactions.js';

inTransactions('rows written into tables of', (current) => {
  const filling = async (...statements: readonly string[]): Promise<FillResult> => {
    for (const statement of statements) await current().execute(statement);
    const result = await fillTables(current());
    // What was written without checks of foreign keys must keep to them all the same.
    await current().execute('SET CONSTRAINTS ALL IMMEDIATE');
    return result;
  };
  const rowsOf = (query: string) => current().query(query);
  const tableOf = (definition: string): string => `CREATE TABLE books (${definition})`;

  test.each([
    'id serial PRIMARY KEY, at timestamptz NOT NULL, day date NOT NULL, u uuid NOT NULL, j jsonb NOT NULL, b bytea NOT NULL',
    'id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, twice bigint GENERATED ALWAYS AS (1 + 1) STORED',
    'code char(3) NOT NULL UNIQUE, name varchar(5) NOT NULL UNIQUE, a int[] NOT NULL, r int4range NOT NULL',
    'ip inet NOT NULL, p point NOT NULL, i interval NOT NULL, t time NOT NULL, v bit(4) NOT NULL, m money NOT NULL',
    "state text NOT NULL CHECK (state IN ('open', 'closed'))",
    'n int NOT NULL CHECK (n > 10 AND n <= 20), p numeric(5,2) NOT NULL CHECK (p >= 0 AND p < 100)',
    'short text NOT NULL CHECK (length(short) <= 3), long text NOT NULL CHECK (char_length(long) >= 30)',
    "slug text NOT NULL CHECK (slug ~ '^[a-z0-9-]+$'), mail text NOT NULL CHECK (mail ~* '^[^@]+@[^@]+\\.[a-z]+$')",
  ])('keep to types and checks: %s', async (definition) => {
    expect(await filling(tableOf(definition))).toEqual({ filled: ['public.books'], notFilled: [] });
    expect(await rowsOf('SELECT count(*) AS n FROM books')).toEqual([{ n: '3' }]);
  });

  test('keep to enums and domains', async () => {
    const { notFilled } = await filling(
      "CREATE TYPE mood AS ENUM ('sad', 'fine')",
      'CREATE DOMAIN even AS int NOT NULL CHECK (VALUE >= 4)',
      tableOf('m mood NOT NULL, e even, many mood[] NOT NULL'),
    );
    expect(notFilled).toEqual([]);
    expect(await rowsOf('SELECT m, e FROM books ORDER BY e')).toEqual([
      { m: 'sad', e: '4' },
      { m: 'fine', e: '5' },
      { m: 'sad', e: '6' },
    ]);
  });

  test('refer to rows that are there, whatever the names of the tables', async () => {
    const { notFilled } = await filling(
      'CREATE TABLE z_authors (id int PRIMARY KEY)',
      'CREATE TABLE books (id int PRIMARY KEY, author int NOT NULL REFERENCES z_authors, sequel int REFERENCES books)',
      'CREATE TABLE a_loans (book int NOT NULL UNIQUE REFERENCES books)',
    );
    expect(notFilled).toEqual([]);
    expect(await rowsOf('SELECT book FROM a_loans JOIN books ON id = book ORDER BY 1')).toHaveLength(3);
    expect(await rowsOf('SELECT FROM books JOIN z_authors a ON a.id = author')).toHaveLength(3);
  });

  test('enter a ring of references where one may be NULL', async () => {
    const { notFilled } = await filling(
      'CREATE TABLE a (id int PRIMARY KEY, b int)',
      'CREATE TABLE b (id int PRIMARY KEY, a int NOT NULL REFERENCES a)',
      'ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b',
    );
    expect(notFilled).toEqual([]);
    expect(await rowsOf('SELECT FROM b JOIN a ON a.id = b.a')).toHaveLength(3);
  });

  test('fall within the bounds of partitions', async () => {
    const { filled } = await filling(
      'CREATE TABLE events (at date NOT NULL, kind text) PARTITION BY RANGE (at)',
      "CREATE TABLE events_2031 PARTITION OF events FOR VALUES FROM ('2031-01-01') TO ('2032-01-01')",
    );
    expect(filled).toEqual(['public.events_2031']);
    expect(await rowsOf('SELECT count(*) AS n FROM events')).toEqual([{ n: '3' }]);
  });

  test('are not made of triggers, and go only where there are none', async () => {
    const { filled } = await filling(
      tableOf('id int'),
      'CREATE TABLE full_already (id int)',
      'INSERT INTO full_already VALUES (7)',
      "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'begin raise exception ''no''; end'",
      'CREATE TRIGGER refusing BEFORE INSERT ON books FOR EACH ROW EXECUTE FUNCTION refuse()',
    );
    expect(filled).toEqual(['public.books']);
    expect(await rowsOf('SELECT id FROM full_already')).toEqual([{ id: '7' }]);
    expect(await rowsOf('SHOW session_replication_role')).toEqual([{ session_replication_role: 'origin' }]);
  });

  test('are one where three cannot be', async () => {
    expect((await filling(tableOf('one boolean PRIMARY KEY CHECK (one)'))).filled).toEqual(['public.books']);
    expect(await rowsOf('SELECT * FROM books')).toEqual([{ one: 't' }]);
  });

  test('are missed, with the reason, where the server refuses them', async () => {
    const { filled, notFilled } = await filling(
      tableOf('a int NOT NULL, b int NOT NULL, CHECK (a * b = 391 AND a > 1)'),
      'CREATE TABLE fine (id int)',
    );
    expect(filled).toEqual(['public.fine']);
    expect(notFilled).toEqual([
      { table: 'public.books', reason: 'new row for relation "books" violates check constraint "books_check"' },
    ]);
  });
});
