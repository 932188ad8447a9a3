import { expect, test } from 'vitest';
import { columnWasThereBefore, wasThereBefore } from '../../src/catalog/existing.js';
import { partial, replay } from './replay.js';

const dynamic = "do $$ begin execute 'create ' || current_setting('app.what'); end $$;";

const books = { name: 'books' };

test('a table of an earlier unit was there before, one of this unit was not', () => {
  expect(wasThereBefore(replay(['create table books (id int);', '']), books)).toBe(true);
  expect(wasThereBefore(replay('create table books (id int);'), books)).toBe(false);
});

test('a temporary table and one that a complete history does not show were not', () => {
  expect(wasThereBefore(replay(['create temporary table books (id int);', '']), books)).toBe(false);
  expect(wasThereBefore(replay(''), books)).toBe(false);
});

test('a table that nobody knows is taken to have been there', () => {
  expect(wasThereBefore(replay('', partial), books)).toBe(true);
});

test('a column is as old as the unit that added it', () => {
  const catalog = replay(['create table books (id int);', 'alter table books add column title text;']);
  expect(columnWasThereBefore(catalog, books, 'id')).toBe(true);
  expect(columnWasThereBefore(catalog, books, 'title')).toBe(false);
});

test('a column that is not there was there only where the columns are not all known', () => {
  expect(columnWasThereBefore(replay(['create table books (id int);', '']), books, 'isbn')).toBe(false);
  expect(columnWasThereBefore(replay('', partial), books, 'isbn')).toBe(true);
});

test('dynamic SQL of an earlier unit does not make what this one writes out old; that of the same unit may', () => {
  const creation = 'create table if not exists books (id int);';
  expect(replay([dynamic, creation]).isNew(books)).toBe('yes');
  expect(replay(dynamic + creation).isNew(books)).toBe('unknown');
});
