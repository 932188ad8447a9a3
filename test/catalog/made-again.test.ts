import { expect, test } from 'vitest';
import { isMadeAgain, isTableMadeAgain } from '../../src/catalog/made-again.js';
import { loadLibpgQuery } from '../../src/sql/libpg-query/adapter.js';
import type { ObjectType } from '../../src/sql/operation.js';
import { readScript } from '../../src/sql/read-script.js';
import { replay } from './replay.js';

const parser = await loadLibpgQuery();
const catalog = replay(['create table books (id int); create schema library;', '']);

function scriptWith(sql: string) {
  const script = readScript(sql, parser);
  const op = script.statements[0]?.operations[0];
  if (op === undefined) throw new Error('There is no such operation.');
  return { script, op };
}

test.each<[string, ObjectType, string, boolean]>([
  ['drop view one;', 'view', 'create view one as select 1;', true],
  ['drop view one;', 'view', 'create view library.one as select 1;', false],
  ['drop function one();', 'function', 'create function one(int) returns int language sql return 1;', true],
  ['drop function one();', 'function', 'create function two() returns int language sql return 1;', false],
  ['drop type one;', 'type', "create type one as enum ('a');", true],
  ['drop type one;', 'type', 'alter type one_new rename to one;', true],
  ['drop type one;', 'type', 'create domain two as int;', false],
  ['drop sequence one;', 'sequence', 'create sequence one;', true],
])('after %s a %s is made again by %s: %s %s', (drop, objectType, later, expected) => {
  const { script, op } = scriptWith(`${drop} ${later}`);
  expect(isMadeAgain(catalog, script, op, objectType, { name: 'one' })).toBe(expected);
});

test.each([
  ['create table books (id int);', true],
  ['create table if not exists public.books as select 1 as id;', true],
  ['alter table books_new rename to books;', false],
  ['create table library.books (id int);', false],
])('after DROP TABLE books, %s makes it again: %s', (later, expected) => {
  const { script, op } = scriptWith(`drop table books; ${later}`);
  expect(isTableMadeAgain(catalog, script, op, { name: 'books' })).toBe(expected);
});
