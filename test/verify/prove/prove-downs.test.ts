import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../../../src/database/database.js';
import { takeSnapshot } from '../../../src/database/introspection/take-snapshot.js';
import { openDatabase } from '../../../src/database/open-database.js';
import { loadLibpgQuery } from '../../../src/sql/libpg-query/adapter.js';
import { renderDifferences } from '../../../src/verify/compare/render-differences.js';
import type { DownProof, ProvableMigration } from '../../../src/verify/prove/proof.js';
import { proveDowns } from '../../../src/verify/prove/prove-downs.js';
import { renderLoss } from '../../../src/verify/rows/compare-contents.js';
import { type RealServer, realServer } from '../../database/real-server.js';

const parser = await loadLibpgQuery();
let server: RealServer;
beforeAll(async () => {
  server = await realServer();
});
afterAll(async () => {
  if (server.available) await server.stop();
});

type Pair = readonly [up: string, down?: string];

const history = (pairs: readonly Pair[]): readonly ProvableMigration[] =>
  pairs.map(([up, down], index) => ({
    id: `000${index + 1}`,
    up: { text: up, transaction: 'transaction' },
    ...(down === undefined ? {} : { down: { text: down, transaction: 'transaction' } }),
  }));

let embedded: Database | undefined;

/** Starting one takes long: each history begins in an empty schema of the same. */
async function emptiedPglite(): Promise<Database> {
  embedded ??= await openDatabase({ adapter: 'pglite' });
  await embedded.execute('DROP SCHEMA public CASCADE');
  await embedded.execute('CREATE SCHEMA public');
  return { ...embedded, close: async () => {} };
}
afterAll(() => embedded?.close());

const adapters = [
  ['PGlite', emptiedPglite],
  ['a server', async () => (server.available ? openDatabase(await server.newDatabase()) : undefined)],
] as const;

describe.each(adapters)('downs proved on %s', (name, openOne) => {
  beforeEach((context) => {
    if (name === 'a server' && !server.available) context.skip();
  });

  async function open(): Promise<Database> {
    const database = await openOne();
    if (database === undefined) throw new Error('There is no server.');
    return database;
  }

  async function proofs(...pairs: readonly Pair[]): Promise<readonly DownProof[]> {
    const all: DownProof[] = [];
    for await (const proof of proveDowns({ migrations: history(pairs), parser, open })) all.push(proof);
    return all;
  }
  const lastProof = async (...pairs: readonly Pair[]): Promise<DownProof | undefined> =>
    (await proofs(...pairs)).at(-1);
  const books: Pair = ['CREATE TABLE books (id int PRIMARY KEY, title text NOT NULL)', 'DROP TABLE books'];

  test('run the last of several sections first', async () => {
    const [first, second] = ['DROP TABLE shelves;', 'DROP TABLE boards;'];
    const up = 'CREATE TABLE shelves (id int PRIMARY KEY); CREATE TABLE boards (shelf int REFERENCES shelves);';
    const parts = [
      { start: 0, end: first.length },
      { start: first.length, end: first.length + second.length },
    ];
    const down = { text: first + second, transaction: 'transaction', direction: 'down', parts } as const;
    const migrations: readonly ProvableMigration[] = [
      { id: '0001', up: { text: up, transaction: 'transaction' }, down },
    ];
    for await (const proof of proveDowns({ migrations, parser, open })) {
      expect(proof).toMatchObject({ outcome: 'restores', differences: [] });
    }
    expect.assertions(1);
  });

  test('restore the schema and lose nothing', async () => {
    const proof = await lastProof(books, [
      'ALTER TABLE books ADD COLUMN pages int DEFAULT 0; CREATE INDEX i ON books (title);',
      'DROP INDEX i; ALTER TABLE books DROP COLUMN pages;',
    ]);
    expect(proof).toMatchObject({
      migration: '0002',
      outcome: 'restores',
      differences: [],
      losses: [],
      committed: false,
    });
    expect(proof?.rows?.filled).toEqual(['public.books']);
  });

  test('do not restore what they forget', async () => {
    const proof = await lastProof(books, [
      'ALTER TABLE books ADD COLUMN pages int; CREATE INDEX i ON books (title);',
      'ALTER TABLE books DROP COLUMN pages;',
    ]);
    expect(proof?.outcome).toBe('does-not-restore');
    expect(renderDifferences(proof?.differences ?? [])).toContain('+ index public.i');
    expect(proof?.failure).toMatchObject({ sqlstate: '42P07', line: 1 });
  });

  test('need not take VALIDATE CONSTRAINT back, which nothing does', async () => {
    const notValid =
      "CREATE TABLE books (title text); ALTER TABLE books ADD CONSTRAINT titled CHECK (title <> '') NOT VALID";
    const validated = await lastProof([notValid], ['ALTER TABLE books VALIDATE CONSTRAINT titled', 'SELECT 1']);
    expect(validated).toMatchObject({ outcome: 'restores' });
    const changed = await lastProof(
      [notValid],
      ['ALTER TABLE books DROP CONSTRAINT titled, ADD CONSTRAINT titled CHECK (title > $$a$$)', 'SELECT 1'],
    );
    expect(changed).toMatchObject({ outcome: 'does-not-restore' });
  });

  test('restore the schema and lose values', async () => {
    const proof = await lastProof(books, [
      'ALTER TABLE books DROP COLUMN title',
      "ALTER TABLE books ADD COLUMN title text NOT NULL DEFAULT ''; ALTER TABLE books ALTER COLUMN title DROP DEFAULT",
    ]);
    expect(proof?.outcome).toBe('restores');
    expect(proof?.losses.map(renderLoss)).toEqual(['public.books: the column title does not hold its former values']);
  });

  test('fail, and the history goes on with the up applied', async () => {
    const all = await proofs(
      books,
      ['ALTER TABLE books ADD COLUMN pages int', '\nDROP TABLE loans;'],
      ['ALTER TABLE books RENAME COLUMN pages TO sheets', 'ALTER TABLE books RENAME COLUMN sheets TO pages'],
      ['CREATE TABLE ('],
      ['CREATE TABLE loans (book int REFERENCES books)', 'DROP TABLE loans'],
    );
    expect(all.map(({ outcome }) => outcome)).toEqual(['restores', 'down-fails', 'restores', 'up-fails', 'restores']);
    expect(all[1]?.failure).toMatchObject({ sqlstate: '42P01', line: 2 });
  });

  test('fail with rows only because of the rows, and are proved without them', async () => {
    const proof = await lastProof(books, [
      'ALTER TABLE books ADD COLUMN pages int NOT NULL',
      'ALTER TABLE books DROP COLUMN pages',
    ]);
    expect(proof).toMatchObject({
      outcome: 'restores',
      rowsRefused: { direction: 'up', failure: { sqlstate: '23502' } },
    });
  });

  test('are committed where a statement cannot be in a transaction', async () => {
    const all = await proofs(
      books,
      ['CREATE INDEX CONCURRENTLY i ON books (title)', 'DROP INDEX CONCURRENTLY i'],
      ['CREATE INDEX CONCURRENTLY j ON books (title)', 'DROP INDEX CONCURRENTLY nothing'],
      ['DROP INDEX j', 'CREATE INDEX j ON books (title)'],
    );
    expect(all.map(({ outcome, committed }) => [outcome, committed])).toEqual([
      ['restores', false],
      ['restores', true],
      ['down-fails', true],
      ['restores', false],
    ]);
  });

  test('are committed where the up calls a procedure that commits', async () => {
    const up = `CREATE PROCEDURE in_parts() LANGUAGE plpgsql AS 'begin update books set title = title; commit; end';
      CALL in_parts();`;
    const [first, second] = history([books, [up, 'DROP PROCEDURE in_parts()']]);
    if (first === undefined || second === undefined) throw new Error('There are two.');
    const migrations = [first, { ...second, up: { text: up, transaction: 'autocommit' } as const }];
    const outcomes: string[] = [];
    for await (const { outcome } of proveDowns({ migrations, parser, open })) outcomes.push(outcome);
    expect(outcomes).toEqual(['restores', 'restores']);
  });

  test('are committed where a new value of an enum is used at once', async () => {
    const proof = await lastProof(
      ["CREATE TYPE mood AS ENUM ('a'); CREATE TABLE moods (m mood)"],
      ["ALTER TYPE mood ADD VALUE 'b'", "UPDATE moods SET m = 'a' WHERE m = 'b'"],
    );
    expect(proof).toMatchObject({ outcome: 'does-not-restore', committed: true });
    expect(renderDifferences(proof?.differences ?? [])).toBe("~ enum public.mood: values is 'a', 'b', was 'a'");
  });

  test('leave the database as the ups alone would', async () => {
    const pairs: readonly Pair[] = [
      books,
      ["INSERT INTO books VALUES (1, 'x')", 'DELETE FROM books'],
      ['BEGIN; ALTER TABLE books ADD COLUMN pages int; COMMIT;', 'BEGIN; ALTER TABLE books DROP COLUMN pages; COMMIT;'],
    ];
    const proved = await open();
    const kept = { ...proved, close: async () => {} };
    for await (const { outcome } of proveDowns({ migrations: history(pairs), parser, open: async () => kept })) {
      expect(outcome).toBe('restores');
    }
    expect(await proved.query('SELECT * FROM books')).toEqual([{ id: '1', title: 'x', pages: null }]);
    const schema = await takeSnapshot(proved);
    await proved.close();
    const plain = await open();
    for (const [up] of pairs) {
      for (const statement of up.split(';').filter((text) => text.trim() !== '')) await plain.execute(statement);
    }
    expect(schema).toEqual(await takeSnapshot(plain));
    await plain.close();
  });
});
