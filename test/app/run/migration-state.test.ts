import { expect, test } from 'vitest';
import { stateOf } from '../../../src/app/run/migration-state.js';
import { nextStep, statusLines } from '../../../src/app/run/status.js';
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

test('where the runner was cut off, up goes on; where a statement failed, a person decides', () => {
  const lineOf = (facts: Partial<HistoryEntry>) =>
    statusLines([books], [entry(books, { status: 'failed', journalled: true, done: [0], ...facts })]);
  expect(nextStep(lineOf({ interrupted: true }))?.command).toBe('pgairlock up');
  expect(nextStep(lineOf({}))?.command).toBe('pgairlock repair');
});
