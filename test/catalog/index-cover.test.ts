import { describe, expect, it } from 'vitest';
import { redundantIndexes } from '../../src/catalog/index-cover.js';
import { replay, table } from './replay.js';

/** `narrow < wide` for a beginning, `narrow = other` for the same columns. */
function redundantOf(sql: string): string[] {
  const catalog = replay(`create table t (id int primary key, a text, b text, c text); ${sql}`);
  return [...redundantIndexes(catalog.indexesOf(table(catalog, 't')))].map(
    ({ index, by, cover }) => `${index.name.name} ${cover === 'same' ? '=' : '<'} ${by.name.name}`,
  );
}

describe('an index is redundant', () => {
  it.each([
    ['create index x on t (a); create index y on t (a, b);', ['x < y']],
    ['create index y on t (a, b); create index x on t (a);', ['x < y']],
    ['create index x on t (lower(a)); create index y on t (lower(a), b);', ['x < y']],
    ['create index x on t (a) where b is null; create index y on t (a, c) where b is null;', ['x < y']],
    ['create index x on t (a) include (c); create index y on t (a, b, c);', ['x < y']],
    ['create index x on t (id);', ['x = t_pkey']],
    ['create unique index x on t (id);', ['x = t_pkey']],
    ['create index x on t (a); create unique index y on t (a);', ['x = y']],
    ['create index x on t using gin (a, b); create index y on t using gin (a, b);', ['y = x']],
    ['create index x on t (a); create index y on t (a); create index z on t (a);', ['z = x', 'y = x']],
    ['create index x on t (a); create index y on t (a) include (b);', ['x < y']],
  ])('%s', (sql, expected) => {
    expect(redundantOf(sql)).toEqual(expected);
  });
});

describe('an index is not redundant', () => {
  it.each([
    'create index x on t (b); create index y on t (a, b);',
    'create unique index x on t (a); create index y on t (a, b);',
    'create unique index x on t (a); create unique index y on t (a, b);',
    'create unique index x on t (a); create unique index y on t (a) nulls not distinct;',
    'create index x on t (a) where b is null; create index y on t (a, c);',
    'create index x on t (a desc); create index y on t (a, b);',
    'create index x on t (a text_pattern_ops); create index y on t (a, b);',
    'create index x on t using hash (a); create index y on t (a, b);',
    'create index x on t using gin (a); create index y on t using gin (a, b);',
    'create index x on t (a) include (c); create index y on t (a, b);',
    'alter table t add unique (a); create index y on t (a, b);',
  ])('%s', (sql) => {
    expect(redundantOf(sql)).toEqual([]);
  });

  it('says where an index was written, and nothing of one that came with LIKE', () => {
    const catalog = replay(
      'create table t (a int); create index x on t (a); create table u (like t including indexes);',
    );
    const [own] = catalog.indexesOf(table(catalog, 't'));
    const [copied] = catalog.indexesOf(table(catalog, 'u'));
    expect([own?.span, copied?.span]).toEqual([{ start: 24, end: 47 }, undefined]);
  });
});
