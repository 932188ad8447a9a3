import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Section } from '../../../src/core/migration.js';
import { loadLibpgQuery } from '../../../src/sql/libpg-query/adapter.js';
import type { Parser } from '../../../src/sql/parser.js';
import { readScript } from '../../../src/sql/read-script.js';
import { measureSection } from '../../../src/verify/measure/measure-section.js';
import type { MeasuredSection } from '../../../src/verify/measure/measured.js';
import { openScratch } from '../../../src/verify/scratch/open-scratch.js';
import type { Scratch } from '../../../src/verify/scratch/scratch.js';

let scratch: Scratch;
let parser: Parser;
beforeAll(async () => {
  [scratch, parser] = await Promise.all([openScratch({ supabase: false, sql: [] }), loadLibpgQuery()]);
  for (const sql of [
    'create table books (id bigint primary key, title text, price int)',
    'create index books_title on books (title)',
    'create table loans (id bigint primary key, book_id bigint references books (id))',
    'create table log (id bigint primary key)',
  ]) {
    await scratch.database.execute(sql);
  }
}, 120_000);
afterAll(() => scratch.dispose());

function measure(
  sql: string,
  transaction: Section['transaction'] = 'transaction',
  rows = true,
): Promise<MeasuredSection> {
  const section: Section = { direction: 'up', path: '1.sql', source: sql, text: sql, transaction, form: 'file' };
  const script = readScript(sql, parser);
  return measureSection({ scratch, database: scratch.database, section, script, effects: new Map(), rows });
}

const locksOf = ({ measured }: MeasuredSection): readonly (readonly string[])[] =>
  measured.map(({ locks }) => locks.map(({ relation, mode }) => `${relation.name} ${mode}`).sort());
const names = (all: readonly { readonly name: string }[] = []): readonly string[] => all.map(({ name }) => name).sort();

test('reads the locks that each statement takes besides those that are held', async () => {
  const measured = await measure(
    'create index on books (price);\nalter table books add isbn text;\nalter table books add edition int;\nlock table log in share mode;',
  );
  expect(locksOf(measured)).toEqual([['books SHARE'], ['books ACCESS EXCLUSIVE'], [], ['log SHARE']]);
});

test('says nothing of relations that the file makes', async () => {
  expect(locksOf(await measure('create table shelves (id int);\nalter table shelves add place text;'))).toEqual([
    [],
    [],
  ]);
});

test('sees which tables are rewritten and which indexes are built', async () => {
  const { measured } = await measure(
    'alter table books alter price type bigint;\ncreate index on loans (book_id);\nalter table books alter title type varchar;\ntruncate log;',
  );
  expect(measured.map(({ rewrites }) => names(rewrites))).toEqual([['books'], [], [], ['log']]);
  expect(measured.map(({ indexBuilds }) => names(indexBuilds))).toEqual([['books'], ['loans'], [], ['log']]);
});

test('leaves nothing behind: no table, no rows, no locks', async () => {
  const { rows } = await measure('create table shelves (id int);\ninsert into log values (77);');
  expect(rows?.filled).toEqual(expect.arrayContaining(['public.books', 'public.loans', 'public.log']));
  const [left] = await scratch.database.query(
    "select to_regclass('shelves') as shelves, (select count(*) from log) as rows, (select count(*) from books) as books",
  );
  expect(left).toEqual({ shelves: null, rows: '0', books: '0' });
  expect(await scratch.database.transactionStatus()).toBe('idle');
});

test('measures without rows where the made up ones stand in the way', async () => {
  const { measured, unmeasured, rows } = await measure('insert into log values (1);');
  expect({ measured: measured.length, unmeasured, rows }).toEqual({ measured: 1, unmeasured: [], rows: undefined });
});

test('says why a statement is not measured, and measures those after it', async () => {
  const { measured, unmeasured } = await measure(
    'begin;\nselect * from nowhere;\ncommit;\ncreate index concurrently on books (price);\nlock table log;',
    'autocommit',
  );
  expect(measured.map(({ statement }) => statement)).toEqual([4]);
  expect(unmeasured.map(({ statement, reason }) => [statement, reason])).toEqual([
    [1, 'the server refuses it: relation "nowhere" does not exist'],
    [3, 'CREATE INDEX CONCURRENTLY cannot be in a transaction, so that its locks are gone when it ends'],
  ]);
});
