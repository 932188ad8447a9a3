import { expect, test } from 'vitest';
import type { LiveSchema } from '../../../src/database/introspection/live-schema.js';
import { takeSnapshot } from '../../../src/database/introspection/take-snapshot.js';
import { openDatabase } from '../../../src/database/open-database.js';
import { inTransactions } from '../in-transactions.js';

const attributesOf = (schema: LiveSchema, key: string) => schema.get(key)?.attributes;

const readers = 'DO $$ BEGIN CREATE ROLE reader; EXCEPTION WHEN duplicate_object THEN NULL; END $$';

inTransactions(
  'a snapshot of',
  (current) => {
    const snapshotAfter = async (...statements: readonly string[]): Promise<LiveSchema> => {
      for (const statement of statements) await current().execute(statement);
      return takeSnapshot(current());
    };

    test('is empty but for the schema of a new database', async () => {
      expect([...(await snapshotAfter()).keys()]).toEqual(['schema public']);
    });

    test('holds a table with its columns, constraints and indexes', async () => {
      const schema = await snapshotAfter(
        "CREATE TABLE books (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, title varchar(40) NOT NULL DEFAULT 'x' CHECK (title <> ''), pages numeric(5,1), twice numeric GENERATED ALWAYS AS (pages * 2) STORED) WITH (fillfactor = 70)",
        'CREATE INDEX books_title ON books (lower(title)) WHERE pages > 1',
        "COMMENT ON COLUMN books.title IS 'as printed'",
      );
      expect(attributesOf(schema, 'table public.books')).toEqual({
        owner: 'postgres',
        'column order': 'id, title, pages, twice',
        options: 'fillfactor=70',
      });
      expect(attributesOf(schema, 'column public.books.id')).toEqual({
        type: 'integer',
        'not null': 'yes',
        identity: 'ALWAYS START 1 INCREMENT 1 MINVALUE 1 MAXVALUE 2147483647 CACHE 1',
      });
      expect(attributesOf(schema, 'column public.books.title')).toEqual({
        type: 'character varying(40)',
        'not null': 'yes',
        default: "'x'::character varying",
        comment: 'as printed',
      });
      expect(attributesOf(schema, 'column public.books.twice')?.generated).toBe('(pages * (2)::numeric) STORED');
      expect(schema.get('primary key public.books.books_pkey')?.parent).toBe('table public.books');
      expect(attributesOf(schema, 'check public.books.books_title_check')?.definition).toContain("<> ''");
      expect(attributesOf(schema, 'index public.books_title')?.definition).toContain('lower((title)::text)');
      expect([...schema.keys()].filter((key) => key.startsWith('index') || key.startsWith('sequence'))).toEqual([
        'index public.books_title',
      ]);
    });

    test('tells that a column came back in another place', async () => {
      const schema = await snapshotAfter(
        'CREATE TABLE books (a int, b int, c int)',
        'ALTER TABLE books DROP COLUMN b',
        'ALTER TABLE books ADD COLUMN b int',
      );
      expect(attributesOf(schema, 'table public.books')?.['column order']).toBe('a, c, b');
    });

    test('holds row level security, policies, triggers and rules', async () => {
      const schema = await snapshotAfter(
        'CREATE TABLE books (id int)',
        'ALTER TABLE books ENABLE ROW LEVEL SECURITY',
        'ALTER TABLE books FORCE ROW LEVEL SECURITY',
        'CREATE POLICY mine ON books AS RESTRICTIVE FOR UPDATE TO reader USING (id > 1) WITH CHECK (id > 2)',
        "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end'",
        'CREATE TRIGGER touched BEFORE UPDATE ON books FOR EACH ROW EXECUTE FUNCTION touch()',
        'ALTER TABLE books DISABLE TRIGGER touched',
        'CREATE RULE quiet AS ON DELETE TO books DO INSTEAD NOTHING',
      );
      expect(attributesOf(schema, 'table public.books')).toMatchObject({
        'row level security': 'enabled',
        'row level security of the owner': 'forced',
      });
      expect(attributesOf(schema, 'policy public.books.mine')).toEqual({
        mode: 'RESTRICTIVE',
        command: 'UPDATE',
        roles: 'reader',
        using: '(id > 1)',
        'with check': '(id > 2)',
      });
      expect(attributesOf(schema, 'trigger public.books.touched')).toMatchObject({ state: 'disabled' });
      expect(attributesOf(schema, 'rule public.books.quiet')?.definition).toContain('INSTEAD NOTHING');
      expect(attributesOf(schema, 'function public.touch()')?.definition).toContain('begin return new; end');
    });

    test('tells rights where they are other than those of a new object', async () => {
      const schema = await snapshotAfter(
        'CREATE TABLE books (id int, title text)',
        'GRANT SELECT, INSERT ON books TO reader WITH GRANT OPTION',
        'REVOKE DELETE ON books FROM postgres',
        'GRANT UPDATE (title) ON books TO PUBLIC',
        'CREATE TABLE plain (id int)',
        'GRANT SELECT ON plain TO reader',
        'REVOKE SELECT ON plain FROM reader',
        "CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'select 1'",
        'REVOKE ALL ON FUNCTION one() FROM PUBLIC',
        'ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO reader',
      );
      expect(attributesOf(schema, 'table public.books')).toMatchObject({
        'rights of reader': 'INSERT WITH GRANT OPTION, SELECT WITH GRANT OPTION',
        'rights taken from postgres': 'DELETE',
      });
      expect(attributesOf(schema, 'column public.books.title')).toMatchObject({ 'rights of PUBLIC': 'UPDATE' });
      expect(Object.keys(attributesOf(schema, 'table public.plain') ?? {})).toEqual(['owner', 'column order']);
      expect(attributesOf(schema, 'function public.one()')).toMatchObject({ 'rights taken from PUBLIC': 'EXECUTE' });
      expect(attributesOf(schema, 'default privileges postgres in public for tables')).toEqual({
        'rights of reader': 'SELECT',
      });
    });

    test('holds types, sequences, views, aggregates and what stands in no table', async () => {
      const schema = await snapshotAfter(
        "CREATE TYPE mood AS ENUM ('sad', 'fine')",
        "ALTER TYPE mood RENAME VALUE 'sad' TO 'low'",
        "CREATE DOMAIN email AS text NOT NULL CHECK (VALUE LIKE '%@%')",
        'CREATE TYPE pair AS (a int, b text)',
        'CREATE TYPE span AS RANGE (subtype = float8)',
        'CREATE SEQUENCE numbers INCREMENT 5 CYCLE',
        'CREATE TABLE books (id serial, title text)',
        "CREATE VIEW titles WITH (security_barrier = true) AS SELECT title FROM books WHERE title <> 'x'",
        'CREATE MATERIALIZED VIEW counted AS SELECT count(*) FROM books WITH NO DATA',
        'CREATE AGGREGATE total (int) (SFUNC = int4pl, STYPE = int, INITCOND = 0)',
        'CREATE STATISTICS both_columns ON id, title FROM books',
        'CREATE PUBLICATION news FOR TABLE books',
        'CREATE TEXT SEARCH CONFIGURATION words (COPY = simple)',
        'CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq)',
      );
      expect(attributesOf(schema, 'enum public.mood')?.values).toBe("'low', 'fine'");
      expect(attributesOf(schema, 'domain public.email')).toMatchObject({ 'base type': 'text', 'not null': 'yes' });
      expect(schema.get('domain check public.email.email_check')?.parent).toBe('domain public.email');
      expect(attributesOf(schema, 'type public.pair')?.['column order']).toBe('a, b');
      expect(attributesOf(schema, 'attribute public.pair.b')).toEqual({ type: 'text' });
      expect(attributesOf(schema, 'range type public.span')?.subtype).toBe('double precision');
      expect(attributesOf(schema, 'sequence public.numbers')).toMatchObject({ increment: '5', cycle: 'yes' });
      expect(attributesOf(schema, 'sequence public.books_id_seq')?.['owned by']).toBe('public.books.id');
      expect(attributesOf(schema, 'view public.titles')).toMatchObject({ options: 'security_barrier=true' });
      expect(attributesOf(schema, 'view public.titles')?.query).toContain('FROM public.books');
      expect(attributesOf(schema, 'materialized view public.counted')?.populated).toBe('no');
      expect(attributesOf(schema, 'aggregate public.total(integer)')?.['initial state']).toBe('0');
      expect(schema.get('statistics public.both_columns')?.parent).toBe('table public.books');
      expect(schema.has('published table news: public.books')).toBe(true);
      expect(attributesOf(schema, 'text search configuration public.words')?.mappings).toContain('simple');
      expect(attributesOf(schema, 'operator public.===(integer,integer)')?.function).toContain('int4eq');
      // What the server makes next to a range type goes with it.
      expect([...schema.keys()].filter((key) => /function|cast/.test(key))).toEqual([]);
    });

    test('holds partitions with their bounds', async () => {
      const schema = await snapshotAfter(
        'CREATE TABLE events (at date) PARTITION BY RANGE (at)',
        "CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
      );
      expect(attributesOf(schema, 'table public.events')?.['partition key']).toBe('RANGE (at)');
      expect(attributesOf(schema, 'table public.events_2026')).toMatchObject({
        'partition bounds': "FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
        inherits: 'public.events',
      });
    });

    test('does not depend on the settings of the session, and leaves them alone', async () => {
      await snapshotAfter(
        "CREATE TABLE books (at timestamptz DEFAULT '2026-01-01 00:00:00+00')",
        'CREATE VIEW v AS SELECT * FROM books',
      );
      const before = await snapshotAfter();
      const now = await snapshotAfter(
        "SET TimeZone = 'Asia/Tokyo'",
        "SET DateStyle = 'German'",
        'SET search_path = pg_catalog',
      );
      expect(now).toEqual(before);
      const [settings] = await current().query(
        "SELECT current_setting('TimeZone') AS zone, current_setting('search_path') AS path",
      );
      expect(settings).toEqual({ zone: 'Asia/Tokyo', path: 'pg_catalog' });
    });

    test('leaves out the schemas that are excluded, and temporary tables', async () => {
      await snapshotAfter(
        'CREATE SCHEMA hidden',
        'CREATE TABLE hidden.t (id int)',
        'CREATE TEMPORARY TABLE gone (id int)',
      );
      const schema = await takeSnapshot(current(), { excludedSchemas: ['hidden'] });
      expect([...schema.keys()]).toEqual(['schema public']);
    });

    test('tells of roles when asked', async () => {
      const schema = await takeSnapshot(current(), { roles: true });
      expect(schema.get('role postgres')?.attributes).toMatchObject({ superuser: 'yes', login: 'yes' });
      expect(schema.has('role reader')).toBe(true);
    });
  },
  [readers],
);

test('a snapshot outside of a transaction leaves none open', async () => {
  const database = await openDatabase({ adapter: 'pglite' });
  await database.execute('SET search_path = pg_catalog, public');
  await takeSnapshot(database);
  expect(await database.transactionStatus()).toBe('idle');
  expect((await database.query('SHOW search_path'))[0]?.search_path).toBe('pg_catalog, public');
  await database.close();
});
