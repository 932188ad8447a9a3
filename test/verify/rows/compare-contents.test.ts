import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../../../src/database/database.js';
import { openDatabase } from '../../../src/database/open-database.js';
import { compareContents, renderLoss } from '../../../src/verify/rows/compare-contents.js';
import { takeContents } from '../../../src/verify/rows/take-contents.js';

let database: Database;
beforeAll(async () => {
  database = await openDatabase({ adapter: 'pglite' });
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.execute('BEGIN');
  await database.execute('CREATE TABLE books (id int, title text, pages int)');
  await database.execute("INSERT INTO books VALUES (1, 'a', 10), (2, 'b', 20), (3, NULL, 30)");
  return () => database.execute('ROLLBACK');
});

async function lossesOf(...statements: readonly string[]): Promise<readonly string[]> {
  const before = await takeContents(database);
  for (const statement of statements) await database.execute(statement);
  return compareContents(before, await takeContents(database)).map(renderLoss);
}

describe('contents of tables', () => {
  test.each([
    [
      'are the same in another order',
      ['CREATE TABLE b2 AS TABLE books', 'TRUNCATE books', 'INSERT INTO books SELECT * FROM b2 ORDER BY id DESC'],
    ],
    ['are the same with a column more', ["ALTER TABLE books ADD COLUMN shelf text DEFAULT 'x'"]],
    [
      'are the same with a column that came back with its values',
      [
        'CREATE TABLE b2 AS TABLE books',
        'ALTER TABLE books DROP COLUMN id',
        'ALTER TABLE books ADD COLUMN id int',
        'UPDATE books SET id = b2.id FROM b2 WHERE b2.pages = books.pages',
      ],
    ],
  ])('%s', async (_words, statements) => {
    expect(await lossesOf(...statements)).toEqual([]);
  });

  test.each([
    ['DROP TABLE books', 'public.books: all 3 rows are gone with the table'],
    ['DELETE FROM books WHERE id = 1', 'public.books: 2 rows, were 3'],
    ['ALTER TABLE books DROP COLUMN title', 'public.books: the column title is gone with its values'],
    [
      "UPDATE books SET title = '' WHERE title IS NULL",
      'public.books: the column title does not hold its former values',
    ],
    ['UPDATE books SET pages = 40 - pages', 'public.books: the values stand in other rows'],
  ])('tell what is lost: %s', async (statement, expected) => {
    expect(await lossesOf(statement)).toEqual([expected]);
  });

  test('tell a value that is there twice from one that is there once', async () => {
    expect(await lossesOf('UPDATE books SET pages = 10 WHERE id = 2')).toEqual([
      'public.books: the column pages does not hold its former values',
    ]);
  });
});
