import { expect, test } from 'vitest';
import { isLookupTable } from '../../src/engine/lookup-tables.js';
import { replay, table } from '../catalog/replay.js';

function isList(name: string, ...units: readonly string[]): boolean {
  const catalog = replay(units);
  return isLookupTable(catalog, table(catalog, name));
}

test.each(['categories', 'order_statuses', '"LoanType"', 'app_settings', 'currency'])(
  '%s is the name of a list',
  (name) => {
    expect(isList(name.replaceAll('"', ''), `CREATE TABLE ${name} (id int, label text);`)).toBe(true);
  },
);

test.each(['prototype', 'custom_currencies', 'books', 'stories'])('%s is not', (name) => {
  expect(isList(name, `CREATE TABLE ${name} (id int, label text);`)).toBe(false);
});

test('a list does not tell of people or of rows of other tables', () => {
  const books = 'CREATE TABLE books (id int PRIMARY KEY);';
  expect(isList('roles', 'CREATE TABLE roles (id int, email text);')).toBe(false);
  expect(isList('statuses', 'CREATE TABLE statuses (id int, reader_id uuid);')).toBe(false);
  expect(isList('statuses', books, 'CREATE TABLE statuses (id int, book int REFERENCES books);')).toBe(false);
});

test('it may name other lists, itself, and who wrote a row', () => {
  const readers = 'CREATE TABLE readers (id int PRIMARY KEY);';
  const kinds = 'CREATE TABLE kinds (id int PRIMARY KEY);';
  const list =
    'CREATE TABLE categories (id int PRIMARY KEY, kind_id int REFERENCES kinds, parent_id int REFERENCES categories, created_by int REFERENCES readers);';
  expect(isList('categories', readers, kinds, list)).toBe(true);
});

test('rows that are written out make a list, unless time tells them apart', () => {
  const rows = (name: string) => `INSERT INTO ${name} VALUES (1, 'a'), (2, 'b');`;
  expect(isList('genres', 'CREATE TABLE genres (id int, name text);', rows('genres'))).toBe(true);
  expect(isList('events', 'CREATE TABLE events (id int, name text, at timestamptz);', rows('events'))).toBe(false);
  expect(isList('jobs', 'CREATE TABLE jobs (id int, name text UNIQUE, at timestamptz);', rows('jobs'))).toBe(true);
});

test('the name is no evidence where only rows are', () => {
  const catalog = replay('CREATE TABLE roles (id int, name text);');
  expect(isLookupTable(catalog, table(catalog, 'roles'), 'rows')).toBe(false);
});

test('a table that a function fills is no list', () => {
  const list = "CREATE TABLE genres (id int, name text); INSERT INTO genres VALUES (1, 'a'), (2, 'b');";
  const reading = 'CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM * FROM genres; END $$;';
  const writing =
    'CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN INSERT /* new */ INTO public."genres" (name) VALUES (\'c\'); END $$;';
  expect(isList('genres', list, reading)).toBe(true);
  expect(isList('genres', list, writing)).toBe(false);
});
