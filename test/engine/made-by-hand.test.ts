import { expect, test } from 'vitest';
import { rules } from '../../src/rules/index.js';
import { type Rule, runExample } from '../../src/testing.js';

const given = 'CREATE TABLE books (id bigint PRIMARY KEY);';

async function reports(id: string, sql: string): Promise<readonly string[]> {
  const rule: Rule | undefined = rules.find((one) => one.id === id);
  if (rule === undefined) throw new Error(`There is no rule ${id}`);
  return (await runExample(rule, { given, sql, reports: [] }, rules)).reports;
}

// No migration made `old_books`, and the statement fails without it: somebody made it by hand.
test.each([
  ['drop-table', 'DROP TABLE old_books;', 'losesRows'],
  ['drop-table-cascade', 'DROP TABLE old_books CASCADE;', 'mayDropDependents'],
  ['drop-column', 'ALTER TABLE old_books DROP COLUMN title;', 'losesValues'],
  ['truncate', 'TRUNCATE old_books;', 'losesRows'],
  ['truncate-cascade', 'TRUNCATE old_books CASCADE;', 'emptiesAll'],
  ['delete-without-where', 'DELETE FROM old_books;', 'deletesAll'],
  ['update-without-where', 'UPDATE old_books SET title = NULL;', 'changesAll'],
])('%s speaks of a table that the history does not show: %s', async (id, sql, message) => {
  expect(await reports(id, sql)).toEqual([message]);
});

test.each([
  ['drop-table', 'DROP TABLE IF EXISTS old_books;'],
  ['drop-table-cascade', 'DROP TABLE IF EXISTS old_books CASCADE;'],
  ['drop-column', 'ALTER TABLE IF EXISTS old_books DROP COLUMN title;'],
  ['drop-table', 'CREATE TABLE old_books (id bigint); DROP TABLE old_books;'],
  ['truncate', 'CREATE TABLE old_books (id bigint); TRUNCATE old_books;'],
])('%s is silent where nothing can be lost: %s', async (id, sql) => {
  expect(await reports(id, sql)).toEqual([]);
});
