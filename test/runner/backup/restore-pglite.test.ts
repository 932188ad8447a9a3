import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { PgairlockError } from '../../../src/core/error.js';
import type { Row } from '../../../src/database/database.js';
import { openDatabase } from '../../../src/database/open-database.js';
import { createBackup } from '../../../src/runner/backup/create-backup.js';
import type { RestoreOutcome } from '../../../src/runner/backup/restore/restore.js';
import { restoreBackup } from '../../../src/runner/backup/restore/restore-backup.js';
import { historySchema } from '../../../src/runner/history/schema-name.js';
import { workplace } from './workplace.js';

const place = workplace();

/** Runs statements in the PGlite of a folder, and gives the rows of the last one. */
async function inFolder(folder: string, ...statements: readonly string[]): Promise<readonly Row[]> {
  const database = await openDatabase({ adapter: 'pglite', folder });
  try {
    let rows: readonly Row[] = [];
    for (const statement of statements) rows = await database.query(statement);
    return rows;
  } finally {
    await database.close();
  }
}

async function backupOf(folder: string): Promise<string> {
  const target = { adapter: 'pglite', folder } as const;
  const database = await openDatabase(target);
  try {
    const backups = path.join(place().folder, 'backups');
    return (await createBackup({ database, target, folder: backups, env: {}, now: new Date() })).path;
  } finally {
    await database.close();
  }
}

const restore = (folder: string | undefined, file: string, clean?: boolean): Promise<RestoreOutcome> =>
  restoreBackup({
    path: file,
    target: { adapter: 'pglite', folder },
    env: {},
    schema: historySchema(),
    clock: { now: () => 0, sleep: async () => {} },
    clean,
  });

const made = [
  'CREATE TABLE books (id serial PRIMARY KEY, title text, cover bytea)',
  "INSERT INTO books (title, cover) VALUES (E'a\\tb\\\\ 😀', '\\x00ff'), (NULL, '')",
  'ALTER TABLE books ENABLE ROW LEVEL SECURITY',
  'CREATE POLICY readable ON books FOR SELECT USING (id > 1)',
];

test('takes back what was done since, where it may clean', async () => {
  const folder = path.join(place().folder, 'dev.db');
  const before = await inFolder(folder, ...made, 'SELECT * FROM books ORDER BY id');
  const file = await backupOf(folder);
  await inFolder(folder, 'DELETE FROM books', 'DROP POLICY readable ON books', 'CREATE TABLE later ()');

  await expect(restore(folder, file)).resolves.toEqual({ outcome: 'not-empty', tables: 2 });
  await expect(restore(folder, file, true)).resolves.toEqual({ outcome: 'restored', tables: 1, warnings: [] });

  await expect(inFolder(folder, 'SELECT * FROM books ORDER BY id')).resolves.toEqual(before);
  await expect(inFolder(folder, "SELECT nextval('books_id_seq') AS next")).resolves.toEqual([{ next: '3' }]);
  await expect(inFolder(folder, 'SELECT policyname FROM pg_policies')).resolves.toEqual([{ policyname: 'readable' }]);
  expect(readdirSync(place().folder).toSorted()).toEqual(['backups', 'dev.db']);
});

test('makes a folder that is not there', async () => {
  const folder = path.join(place().folder, 'dev.db');
  await inFolder(folder, ...made);
  const copy = path.join(place().folder, 'copy.db');
  await expect(restore(copy, await backupOf(folder))).resolves.toMatchObject({ outcome: 'restored', tables: 1 });
  await expect(inFolder(copy, 'SELECT count(*) AS books FROM books')).resolves.toEqual([{ books: '2' }]);
});

test('changes nothing where the backup is damaged', async () => {
  const folder = path.join(place().folder, 'dev.db');
  await inFolder(folder, ...made);
  const file = await backupOf(folder);
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.subarray(0, bytes.length / 2));
  const error = await restore(folder, file, true).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(PgairlockError);
  expect(error).toMatchObject({ code: 'restore-failed' });
  expect(existsSync(`${folder}.restoring`)).toBe(false);
  await expect(inFolder(folder, 'SELECT count(*) AS books FROM books')).resolves.toEqual([{ books: '2' }]);
});

test('refuses a memory that nobody could look at, and the backup of a server', async () => {
  const file = path.join(place().folder, 'backup_20260101_000000');
  for (const ending of ['.tar.gz', '.sql']) writeFileSync(file + ending, 'x');
  await expect(restore(undefined, `${file}.tar.gz`)).rejects.toMatchObject({ code: 'usage' });
  await expect(restore(path.join(place().folder, 'db'), `${file}.sql`)).rejects.toMatchObject({ code: 'usage' });
});
