import { expect, test } from 'vitest';
import { applyEdits } from '../../src/core/edit.js';
import { addGuard, missingGuard } from '../../src/engine/existence-guard.js';
import { loadLibpgQuery } from '../../src/sql/libpg-query/adapter.js';
import { readScript } from '../../src/sql/read-script.js';

const parser = await loadLibpgQuery();

function guarded(sql: string): string {
  const [op] = readScript(sql, parser).statements.flatMap(({ operations }) => operations);
  const guard = op && missingGuard(op);
  return (guard && op && applyEdits(sql, addGuard(sql, op, guard) ?? [])) ?? sql;
}

test.each([
  ['create temp table a (id int)', 'create temp table if not exists a (id int)'],
  ['create table a as select 1', 'create table if not exists a as select 1'],
  ['CREATE UNIQUE INDEX CONCURRENTLY i ON a (b)', 'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON a (b)'],
  ['create schema authorization b', 'create schema if not exists authorization b'],
  ['create materialized view v as select 1', 'create materialized view if not exists v as select 1'],
  ["alter type mood add value 'calm'", "alter type mood add value if not exists 'calm'"],
  ['alter table a add b int', 'alter table a add if not exists b int'],
  ['alter table a add column b int', 'alter table a add column if not exists b int'],
  ['alter table a /* why */ drop b', 'alter table a /* why */ drop if exists b'],
  ['alter table a drop constraint c', 'alter table a drop constraint if exists c'],
  ['drop materialized view v', 'drop materialized view if exists v'],
  ['drop policy "a b" on t', 'drop policy if exists "a b" on t'],
  ['drop index concurrently i', 'drop index concurrently if exists i'],
  ['select 1 as a into b', 'select 1 as a into b'],
  ['drop table if exists a', 'drop table if exists a'],
])('%s', (sql, expected) => {
  expect(guarded(sql)).toBe(expected);
});

test('every guard can be read', () => {
  const sql = guarded('drop event trigger e');
  expect(sql).toBe('drop event trigger if exists e');
  expect(readScript(sql, parser).problems).toEqual([]);
});
