import { expect, test } from 'vitest';
import { replay, table } from './replay.js';

const list = 'CREATE TABLE genres (id serial, name text);';

const filledBy = (...units: readonly string[]) => table(replay([list, ...units]), 'genres').filled;

test('a table that nothing was put into is not filled', () => {
  expect(filledBy()).toBeUndefined();
});

test('rows that are written out are told from one', () => {
  expect(filledBy("INSERT INTO genres (name) VALUES ('novel');")).toBe('row');
  expect(filledBy("INSERT INTO genres (name) VALUES ('novel'), ('drama');")).toBe('rows');
  expect(filledBy("INSERT INTO genres (name) VALUES ('novel');", "INSERT INTO genres (name) VALUES ('drama');")).toBe(
    'rows',
  );
});

test('a row that is put in where it is not there yet is written out', () => {
  expect(
    filledBy("INSERT INTO genres (name) SELECT 'novel' WHERE NOT EXISTS (SELECT 1 FROM genres WHERE name = 'novel');"),
  ).toBe('row');
  expect(filledBy("DO $$ BEGIN INSERT INTO genres (name) VALUES ('novel'); END $$;")).toBe('row');
});

test.each([
  'INSERT INTO genres (name) SELECT DISTINCT genre FROM books;',
  'INSERT INTO genres (id) SELECT generate_series(1, 1000);',
  "INSERT INTO genres (name) SELECT unnest(ARRAY['novel', 'drama']);",
  'COPY genres (name) FROM STDIN;\nnovel\n\\.\n',
  'DO $$ DECLARE genre text; BEGIN FOR genre IN SELECT title FROM books LOOP INSERT INTO genres (name) VALUES (genre); END LOOP; END $$;',
])('nobody knows how many rows %s puts in', (sql) => {
  expect(filledBy('CREATE TABLE books (title text, genre text);', sql)).toBe('unknown');
});

test('written rows do not make it known again', () => {
  const some = 'INSERT INTO genres (id) SELECT generate_series(1, 1000);';
  expect(filledBy(some, "INSERT INTO genres (name) VALUES ('novel'), ('drama');")).toBe('unknown');
});
