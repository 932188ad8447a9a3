import { expect, test } from 'vitest';
import type { Rule } from '../../src/engine/rule.js';
import addRequired from '../../src/rules/compatibility/add-required-column.js';
import updateAll from '../../src/rules/destructive/update-without-where.js';
import { rules } from '../../src/rules/index.js';
import createIndex from '../../src/rules/locks/create-index-non-concurrent.js';
import backfill from '../../src/rules/locks/ddl-then-backfill-same-transaction.js';
import afterLock from '../../src/rules/locks/statement-after-access-exclusive.js';
import { findingsOf, lintSql } from './lint-sql.js';

const given = 'CREATE TABLE authors (id bigint PRIMARY KEY); CREATE TABLE books (id bigint PRIMARY KEY, title text);';
const told = (active: readonly Rule[], sql: string): string[] =>
  findingsOf(lintSql(active, { given, sql }, { judged: (path) => path.includes('0002') }).files).map(
    ({ ruleId, message, suppressed }) =>
      `${ruleId}${suppressed ? ' (suppressed)' : ''}${/ \(\d.*\)$/.exec(message)?.[0] ?? ''}`,
  );

const index = 'CREATE INDEX books_title_idx ON books (title);';
const underLock = `ALTER TABLE authors ADD COLUMN name text; ${index}`;

test('a rule leaves a cause to the one that tells it with more weight', () => {
  expect(told([createIndex, afterLock], underLock)).toEqual(['create-index-non-concurrent']);
});

test('it speaks where that one is off', () => {
  expect(told([afterLock], underLock)).toEqual(['statement-after-access-exclusive']);
});

test('it speaks of a statement that the other one has nothing to say about', () => {
  const refresh = 'CREATE MATERIALIZED VIEW titles AS SELECT title FROM books;';
  expect(told([createIndex, afterLock], `${underLock} ${refresh}`)).toEqual([
    'create-index-non-concurrent',
    'statement-after-access-exclusive',
  ]);
});

test('what is suppressed is not told in other words', () => {
  const comment = '-- pgairlock-disable-next-line create-index-non-concurrent -- the table is small\n';
  expect(told([createIndex, afterLock], `ALTER TABLE authors ADD COLUMN name text;\n${comment}${index}`)).toEqual([
    'create-index-non-concurrent (suppressed)',
  ]);
});

test('only the messages that yield do so', () => {
  const fill = "ALTER TABLE books ADD COLUMN shelf text; UPDATE books SET shelf = 'a';";
  const overwrite = "ALTER TABLE books ADD COLUMN shelf text; UPDATE books SET title = 'a';";
  expect(told([backfill, updateAll], fill)).toEqual(['ddl-then-backfill-same-transaction']);
  expect(told([backfill, updateAll], overwrite).toSorted()).toEqual([
    'ddl-then-backfill-same-transaction',
    'update-without-where',
  ]);
});

test('what a rule tells once a statement comes again in the next one', () => {
  const sql =
    'ALTER TABLE books ADD COLUMN a int NOT NULL, ADD COLUMN b int NOT NULL; ALTER TABLE books ADD COLUMN c int NOT NULL;';
  expect(told([addRequired], sql)).toEqual(['add-required-column (1 more in this statement)', 'add-required-column']);
});

test('rules yield to rules that there are, to none twice over, and in one direction', () => {
  const byId = new Map<string, Rule>(rules.map((rule) => [rule.id, rule]));
  for (const { id, messages, yieldsTo } of rules as readonly Rule[]) {
    for (const other of yieldsTo?.rules ?? []) {
      expect(byId.has(other), `${id} yields to ${other}`).toBe(true);
      expect(byId.get(other)?.yieldsTo?.rules ?? [], `${other} yields to ${id}`).not.toContain(id);
    }
    for (const message of yieldsTo?.messages ?? []) expect(Object.keys(messages)).toContain(message);
  }
});
