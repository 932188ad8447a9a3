import { expect, test } from 'vitest';
import { stateOf } from '../../../src/app/run/migration-state.js';
import type { HistoryEntry } from '../../../src/runner/history/history-entry.js';
import { entry, migration } from '../../runner/migrations.js';

const books = migration('0001_books', 'CREATE TABLE books ();');
const begun = { index: 1, sql: 'CREATE INDEX CONCURRENTLY ON books (id)', indexesBefore: [] };

test.each<readonly [string, Partial<HistoryEntry>]>([
  ['applied', {}],
  ['applied', { checksum: null }],
  ['edited', { checksum: 'of another text' }],
  ['rolled_back', { status: 'rolled_back' }],
  ['failed', { status: 'failed' }],
  ['halfway', { status: 'failed', journalled: true, done: [0] }],
  ['halfway', { status: 'failed', journalled: true, begun }],
  ['halfway', { journalled: true, undone: [{ index: 0, sql: 'DROP TABLE books' }] }],
])('%s: %o', (state, facts) => {
  expect(stateOf(books, entry(books, facts))).toBe(state);
});

test('pending where the history does not have it', () => {
  expect(stateOf(books, undefined)).toBe('pending');
});
