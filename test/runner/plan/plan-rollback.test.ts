import { describe, expect, test } from 'vitest';
import type { Plan } from '../../../src/runner/plan/plan.js';
import { planRollback } from '../../../src/runner/plan/plan-rollback.js';
import { entry, migration, parser } from '../migrations.js';

const books = migration('0001_books', 'CREATE TABLE books ();', { down: 'DROP TABLE books;' });
const loans = migration('0002_loans', 'CREATE TABLE loans ();', {
  down: 'DROP TABLE loans;',
  dependencies: ['0001_books'],
});
const fines = migration('0003_fines', 'CREATE TABLE fines ();', {
  down: 'DROP TABLE fines;',
  dependencies: ['0002_loans'],
});
const notes = migration('0004_notes', 'CREATE TABLE notes ();', { down: 'DROP TABLE notes;' });
const all = [books, loans, fines, notes];
const applied = [entry(books), entry(loans), entry(fines, { batch: 2 }), entry(notes, { batch: 2 })];

const idsOf = (plan: Plan): readonly string[] | string =>
  plan.ok ? plan.steps.map((step) => step.migration) : plan.refusals.map(({ kind }) => kind).join();

describe('planRollback', () => {
  test('undoes the last one, or the last so many, latest first', () => {
    expect(idsOf(planRollback(all, applied, parser))).toEqual(['0004_notes']);
    expect(idsOf(planRollback(all, applied, parser, { steps: 3 }))).toEqual(['0004_notes', '0003_fines', '0002_loans']);
  });

  test('takes a later batch for later, whatever the version', () => {
    const again = [entry(books, { batch: 3 }), entry(notes)];
    expect(idsOf(planRollback(all, again, parser))).toEqual(['0001_books']);
  });

  test.each(['0002_loans', '0002', 'loans'])('undoes all that came after the target %s', (target) => {
    expect(idsOf(planRollback(all, applied, parser, { target }))).toEqual(['0004_notes', '0003_fines']);
  });

  test('refuses while applied migrations depend on it, near and far, and lists them', () => {
    const plan = planRollback(all, applied, parser, { id: '0001_books' });
    expect(plan.ok ? [] : plan.refusals).toMatchObject([{ kind: 'dependents', others: ['0003_fines', '0002_loans'] }]);
  });

  test('undoes the dependents first with cascade, and nothing else', () => {
    expect(idsOf(planRollback(all, applied, parser, { id: '0001_books', cascade: true }))).toEqual([
      '0003_fines',
      '0002_loans',
      '0001_books',
    ]);
  });

  test('does not count dependents that are rolled back', () => {
    const history = [entry(books), entry(loans, { status: 'rolled_back' })];
    expect(idsOf(planRollback(all, history, parser, { id: '0001_books' }))).toEqual(['0001_books']);
  });

  test.each(['0009', '0002_loans'])('refuses %s, which is not applied', (id) => {
    expect(idsOf(planRollback(all, [entry(books), entry(loans, { status: 'failed' })], parser, { id }))).toBe(
      'not-applied',
    );
  });

  test('refuses an edited file', () => {
    expect(idsOf(planRollback(all, [entry(books, { checksum: 'other' })], parser))).toBe('edited');
  });

  test('runs what was recorded where the file is gone', () => {
    const plan = planRollback([], [entry(books)], parser);
    expect(plan.ok && plan.steps).toMatchObject([
      { direction: 'down', mode: 'atomic', path: '0001_books (recorded)', statements: [{ sql: 'DROP TABLE books' }] },
    ]);
  });

  test.each([undefined, '-- nothing'])('refuses where nothing says how: %s', (down) => {
    const oneWay = migration('0001_one', 'SELECT 1;', { down });
    expect(idsOf(planRollback([oneWay], [entry(oneWay)], parser))).toBe('no-down');
  });

  test('refuses a down that would end the transaction', () => {
    const bad = migration('0001_bad', 'SELECT 1;', { down: 'DROP TABLE a; COMMIT;' });
    expect(idsOf(planRollback([bad], [entry(bad)], parser))).toBe('transaction-control');
  });
});
