import { expect, test } from 'vitest';
import { createCatalog } from '../../src/catalog/replay-catalog.js';
import { formatQualified } from '../../src/core/name.js';
import { complete, replay, runUnit } from './replay.js';

const routine = (name: string, body: string): string =>
  `create function ${name}() returns void language plpgsql as $$ begin ${body} end $$;`;

const functionsNaming = (catalog: ReturnType<typeof replay>, name: string): readonly string[] =>
  catalog.routinesNaming({ schema: 'public', name }).map(formatQualified);

test.each([
  ['in other letters', 'books', 'perform 1 from Books;'],
  ['with its schema', 'books', 'delete from public.books;'],
  ['quoted', 'Old Books', 'delete from "Old Books";'],
  ['with a quote in it', 'a"b', 'delete from "a""b";'],
  ['with a dollar in it', 'a$b', 'delete from a$b;'],
  ['of no letters', '+', 'delete from "+";'],
  ['by escapes', 'books', 'delete from U&"\\0062ooks";'],
  ['as the type of a row', 'books', 'declare b books%rowtype; begin b := null; end;'],
  ['in a constant', 'books', "perform 'public.books'::regclass;"],
])('a function that names a table %s is found', (_how, table, body) => {
  const made = `create table "${table.replaceAll('"', '""')}" (id int);`;
  expect(functionsNaming(replay([made, routine('f', body)]), table)).toEqual(['public.f']);
});

test('a name that the server cuts is found where a body spells all of it', () => {
  const long = 'b'.repeat(70);
  const catalog = replay([`create table ${long} (id int);`, routine('f', `delete from ${long};`)]);
  expect(functionsNaming(catalog, 'b'.repeat(63))).toEqual(['public.f']);
});

test('a body that only speaks of the word is no dependent', () => {
  const catalog = replay(['create table books (id int);', routine('f', "raise notice 'books';")]);
  expect(functionsNaming(catalog, 'books')).toEqual([]);
});

test('functions are found in the order in which they were made, also after they were replaced', () => {
  const catalog = replay(['create table books (id int);', routine('b', 'delete from books;')]);
  runUnit(catalog, routine('a', 'delete from books;'));
  expect(functionsNaming(catalog, 'books')).toEqual(['public.b', 'public.a']);
  runUnit(catalog, routine('b', 'null;').replace('create', 'create or replace'));
  expect(functionsNaming(catalog, 'books')).toEqual(['public.a']);
});

test('a body that was never read is found once its replacement is taken back', () => {
  const catalog = createCatalog(complete);
  runUnit(catalog, 'create table books (id int);');
  runUnit(catalog, routine('f', 'delete from books;'));
  const mark = catalog.mark();
  runUnit(catalog, routine('f', 'null;').replace('create', 'create or replace'));
  expect(functionsNaming(catalog, 'books')).toEqual([]);
  catalog.undoTo(mark);
  expect(functionsNaming(catalog, 'books')).toEqual(['public.f']);
});
