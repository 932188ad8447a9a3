import { describe, expect, it } from 'vitest';
import { contentsOf } from '../../src/catalog/schema-contents.js';
import { replay } from './replay.js';

describe('what a schema holds', () => {
  it('is dropped by name, what depends on it first', () => {
    const catalog = replay(`
      create schema archive;
      create table archive.books (id bigserial primary key);
      create table archive.loans (book bigint references archive.books);
      create view archive.shelf as select id from archive.books;
      create view titles as select id from archive.shelf;`);
    expect(contentsOf(catalog, 'archive').drops).toEqual([
      'DROP VIEW public.titles;',
      'ALTER TABLE archive.loans DROP CONSTRAINT loans_book_fkey;',
      'DROP VIEW archive.shelf;',
      'DROP TABLE archive.loans;',
      'DROP TABLE archive.books;',
    ]);
  });

  it('has routines, sequences and types, which go last', () => {
    const catalog = replay(`
      create schema archive;
      create type archive.state as enum ('new');
      create domain archive.isbn as text;
      create sequence archive.numbers;
      create procedure archive.tidy() language sql as '';
      create function archive.twice(n integer, out m integer) language sql as 'select n * 2';
      create table archive.days (day date) partition by range (day);
      create table archive.past partition of archive.days default;`);
    expect(contentsOf(catalog, 'archive').drops).toEqual([
      'DROP TABLE archive.days;',
      'DROP SEQUENCE archive.numbers;',
      'DROP FUNCTION archive.twice(integer);',
      'DROP PROCEDURE archive.tidy();',
      'DROP DOMAIN archive.isbn;',
      'DROP TYPE archive.state;',
    ]);
  });

  it('is kept by columns of other schemas that have its types', () => {
    const catalog = replay(`
      create schema archive;
      create type archive.state as enum ('new');
      create table books (state archive.state);
      create table archive.books (state archive.state);`);
    expect(contentsOf(catalog, 'archive').columnsElsewhere).toEqual(['public.books.state']);
  });

  it('is nothing where the history shows none', () => {
    expect(contentsOf(replay('create schema archive; create table books (id int);'), 'archive')).toEqual({
      drops: [],
      columnsElsewhere: [],
    });
  });
});
