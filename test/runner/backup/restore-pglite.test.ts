import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Row } from '../../../src/database/database.js';
import { openDatabase } from '../../../src/database/open-database.js';
import { createBackup } from '../../../src/runner/backup/create-backup.js';
import type { RestoreOutcome } from '../../../src/runner/backup/restore/restore.js';
import { restoreBackup } from '../../../src/runner/backup/restore/restore-backup.js';
import { historySchema } from '../../../src/runner/history/schema-name.js';
import { rowsOf } from '../../database/rows-of.js';
import { workplace } from './workplace.js';

const place = workplace();
/** Every PGlite takes seconds to start on a busy machine. */
const timeout = 120_000;

/** Runs statements in the PGlite of a folder, and gives the rows of the last one. */
const inFolder = (folder: string, ...statements: readonly string[]): Promise<readonly Row[]> =>
  rowsOf({ adapter: 'pglite', folder }, ...statements);

/** Runs statements, backs up, and runs more of them. */
async function backupOf(folder: string, before: readonly string[], after: readonly string[] = []): Promise<string> {
  const target = { adapter: 'pglite', folder } as const;
  const database = await openDatabase(target);
  try {
    for (const statement of before) await database.execute(statement);
    const backups = path.join(place().folder, 'backups');
    const { path: file } = await createBackup({ database, target, folder: backups, env: {}, now: new Date() });
    for (const statement of after) await database.execute(statement);
    return file;
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

const books = `SELECT id, title, cover, (SELECT string_agg(policyname, ',') FROM pg_policies) AS policies,
  pg_sequence_last_value('books_id_seq') AS last FROM books ORDER BY id`;
const asMade = [
  { id: '1', title: 'a\tb\\ 😀', cover: '\\x00ff', policies: 'readable', last: '2' },
  { id: '2', title: null, cover: '\\x', policies: 'readable', last: '2' },
];

test('takes back what was done since, where it may clean', { timeout }, async () => {
  const folder = path.join(place().folder, 'dev.db');
  const since = ['DELETE FROM books', 'DROP POLICY readable ON books', 'CREATE TABLE later ()'];
  const file = await backupOf(folder, made, since);
  await expect(restore(folder, file)).resolves.toEqual({ outcome: 'not-empty', tables: 2 });
  await expect(restore(folder, file, true)).resolves.toEqual({ outcome: 'restored', tables: 1, warnings: [] });
  await expect(inFolder(folder, books)).resolves.toEqual(asMade);
  expect(readdirSync(place().folder).toSorted()).toEqual(['backups', 'dev.db']);
});

test('makes a folder that is not there', { timeout }, async () => {
  const file = await backupOf(path.join(place().folder, 'dev.db'), made);
  const copy = path.join(place().folder, 'copy.db');
  await expect(restore(copy, file)).resolves.toMatchObject({ outcome: 'restored', tables: 1 });
  await expect(inFolder(copy, books)).resolves.toEqual(asMade);
});

test('changes nothing where the backup is damaged', { timeout }, async () => {
  const folder = path.join(place().folder, 'dev.db');
  const file = await backupOf(folder, made);
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.subarray(0, bytes.length / 2));
  await expect(restore(folder, file, true)).rejects.toMatchObject({ code: 'input-unreadable' });
  writeFileSync(file, gzipSync('this is no tar'));
  await expect(restore(folder, file, true)).rejects.toMatchObject({ code: 'restore-failed' });
  expect(existsSync(`${folder}.restoring`)).toBe(false);
  await expect(inFolder(folder, books)).resolves.toEqual(asMade);
});

test('refuses a memory that nobody could look at, and the backup of a server', async () => {
  const file = path.join(place().folder, 'backup_20260101_000000');
  for (const ending of ['.tar.gz', '.sql']) writeFileSync(file + ending, 'x');
  await expect(restore(undefined, `${file}.tar.gz`)).rejects.toMatchObject({ code: 'usage' });
  await expect(restore(path.join(place().folder, 'db'), `${file}.sql`)).rejects.toMatchObject({ code: 'usage' });
});
