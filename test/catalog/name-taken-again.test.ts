import { expect, test } from 'vitest';
import { isNameTakenAgain, nameBefore } from '../../src/catalog/name-taken-again.js';
import { loadLibpgQuery } from '../../src/sql/libpg-query/adapter.js';
import { readScript } from '../../src/sql/read-script.js';
import { replay } from './replay.js';

const parser = await loadLibpgQuery();
const catalog = replay(['create table books (id int); create schema library;', '']);

/** The script, and its operation of this index. */
function scriptWith(sql: string, index = 0) {
  const script = readScript(sql, parser);
  const op = script.statements.flatMap(({ operations }) => operations)[index];
  if (op === undefined) throw new Error('There is no such operation.');
  return { script, op };
}

const rename = 'alter table books rename to works;';

test.each([
  ['create view books as select * from works;', true],
  ['create view public.books as select * from works;', true],
  ['create table books (id int);', true],
  ['create table books as select * from works;', true],
  ['alter table books_new rename to books;', true],
  ['create view library.books as select * from works;', false],
  ['create view shelf as select * from works;', false],
])('after a rename, %s takes the name again: %s', (sql, expected) => {
  const { script, op } = scriptWith(`${rename} ${sql}`);
  expect(isNameTakenAgain(catalog, script, op, { name: 'books' })).toBe(expected);
});

test('what stands before the operation does not count', () => {
  const { script, op } = scriptWith(`create view books as select 1; ${rename}`, 1);
  expect(isNameTakenAgain(catalog, script, op, { name: 'books' })).toBe(false);
});

test('a table that the script renamed had another name before', () => {
  const { script, op } = scriptWith(`${rename} alter table works rename column id to number;`, 1);
  expect(nameBefore(script, op, { name: 'works' })).toMatchObject({ name: 'books' });
  expect(nameBefore(script, op, { name: 'loans' })).toEqual({ name: 'loans' });
});
