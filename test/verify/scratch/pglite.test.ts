import { afterEach, expect, test } from 'vitest';
import { findPglite, namedExtensions } from '../../../src/verify/scratch/bundled-extensions.js';
import { openScratch } from '../../../src/verify/scratch/open-scratch.js';
import type { Scratch } from '../../../src/verify/scratch/scratch.js';

let scratch: Scratch | undefined;
afterEach(() => scratch?.dispose());

test('a session that is opened again keeps the database and forgets its settings', async () => {
  scratch = await openScratch({ supabase: false, sql: [] });
  await scratch.database.execute('CREATE TABLE books ()');
  await scratch.database.execute('CREATE TEMP TABLE draft ()');
  await scratch.database.execute("SET lock_timeout = '5s'");
  await scratch.database.execute('BEGIN');
  await expect(scratch.database.query('SELECT 1 / 0')).rejects.toThrow('division by zero');
  expect(await scratch.reopen()).toBe('kept');
  const [row] = await scratch.database.query(
    "SELECT to_regclass('books') AS books, to_regclass('draft') AS draft, current_setting('lock_timeout') AS timeout",
  );
  expect(row).toEqual({ books: 'books', draft: null, timeout: '0' });
});

test('a statement that does not end is ended, and the database is made anew', async () => {
  scratch = await openScratch({ supabase: false, sql: [] });
  await scratch.database.execute('CREATE TABLE books ()');
  const running = scratch.database.query('SELECT pg_sleep(600)');
  setTimeout(() => void scratch?.interrupt(), 200);
  await expect(running).rejects.toMatchObject({ sqlstate: '08006' });
  await expect(scratch.database.query('SELECT 1')).rejects.toMatchObject({ sqlstate: '08006' });
  expect(await scratch.reopen()).toBe('emptied');
  await expect(scratch.database.query("SELECT to_regclass('books') AS books")).resolves.toEqual([{ books: null }]);
}, 60_000);

test('extensions that the SQL names are at hand, also in blocks, and are no stand-ins', async () => {
  scratch = await openScratch({ supabase: false, sql: ['-- citext, for names'] });
  await scratch.database.execute("DO $$ BEGIN EXECUTE 'CREATE EXTENSION citext'; CREATE EXTENSION pg_cron; END $$");
  await expect(scratch.database.query("SELECT 'A'::citext = 'a' AS same")).resolves.toEqual([{ same: 't' }]);
  expect(await scratch.standIns()).toEqual(['pg_cron']);
});

test('only extensions that are named as a word are loaded, with those that they need', () => {
  const installed = findPglite();
  const named = (text: string) => namedExtensions(installed, [text]).toSorted();
  expect(named('CREATE EXTENSION "uuid-ossp"')).toEqual(['uuid-ossp']);
  expect(named('CREATE EXTENSION earthdistance CASCADE')).toEqual(['cube', 'earthdistance']);
  expect(named('SELECT cubed, my_cube')).toEqual([]);
});

test('system tables are guarded as on a server', async () => {
  scratch = await openScratch({ supabase: false, sql: [] });
  await expect(scratch.database.execute('CREATE TABLE pg_catalog.mine ()')).rejects.toMatchObject({
    sqlstate: '42501',
  });
});
