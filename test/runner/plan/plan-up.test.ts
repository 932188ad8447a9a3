import { describe, expect, test } from 'vitest';
import type { HistoryEntry } from '../../../src/runner/history/history-entry.js';
import type { Plan } from '../../../src/runner/plan/plan.js';
import { planUp } from '../../../src/runner/plan/plan-up.js';
import { entry, migration, parser } from '../migrations.js';

const books = migration('0001_books', 'CREATE TABLE books (id int);', { down: 'BEGIN; DROP TABLE books; COMMIT;' });
const loans = migration('0002_loans', 'CREATE TABLE loans ();', { dependencies: ['books'] });
const fines = migration('0003_fines', 'CREATE TABLE fines ();');
const all = [books, loans, fines];

const idsOf = (plan: Plan): readonly string[] | string =>
  plan.ok ? plan.steps.map((step) => step.migration) : plan.refusals.map(({ kind }) => kind).join();

describe('planUp', () => {
  test('applies what is not applied, in order', () => {
    expect(idsOf(planUp(all, [], parser))).toEqual(['0001_books', '0002_loans', '0003_fines']);
    expect(idsOf(planUp(all, [entry(books)], parser))).toEqual(['0002_loans', '0003_fines']);
    expect(
      idsOf(
        planUp(
          all,
          all.map((one) => entry(one)),
          parser,
        ),
      ),
    ).toEqual([]);
  });

  test.each([['0002_loans'], ['0002'], ['loans']])('stops after the target %s', (target) => {
    expect(idsOf(planUp(all, [], parser, { target }))).toEqual(['0001_books', '0002_loans']);
  });

  test('applies at most so many', () => {
    expect(idsOf(planUp(all, [], parser, { steps: 1 }))).toEqual(['0001_books']);
  });

  test('says what will be recorded', () => {
    const plan = planUp(all, [entry(fines, { batch: 4, status: 'rolled_back' })], parser);
    expect(plan.ok && plan.steps[0]).toMatchObject({
      direction: 'up',
      mode: 'atomic',
      record: {
        version: '0001',
        checksum: books.checksum,
        batch: 5,
        rollbackSql: 'DROP TABLE books;\n',
        rollbackAtomic: true,
      },
    });
    expect(plan.ok && plan.steps[1]).toMatchObject({
      record: { dependencies: ['0001_books'], rollbackSql: undefined },
    });
  });

  test('records that a down cannot be in a transaction', () => {
    const down = migration('0001_index', 'SELECT 1;', { down: 'DROP INDEX CONCURRENTLY i;' });
    const plan = planUp([down], [], parser);
    expect(plan.ok && plan.steps[0]).toMatchObject({ record: { rollbackAtomic: false } });
  });

  test('applies again what was rolled back, and what failed as a whole', () => {
    expect(idsOf(planUp([books], [entry(books, { status: 'rolled_back' })], parser))).toEqual(['0001_books']);
    expect(idsOf(planUp([books], [entry(books, { status: 'failed' })], parser))).toEqual(['0001_books']);
  });

  test('refuses an unknown target', () => {
    expect(idsOf(planUp(all, [], parser, { target: '0009' }))).toBe('unknown-migration');
  });

  test('refuses an edited file, even where nothing else is to be done', () => {
    expect(idsOf(planUp([books], [entry(books, { checksum: 'other' })], parser))).toBe('edited');
    expect(idsOf(planUp([books], [entry(books, { checksum: null })], parser))).toEqual([]);
  });

  test('refuses what stands before an applied migration, unless it is allowed or was rolled back', () => {
    const plan = planUp(all, [entry(books), entry(fines)], parser);
    expect(plan.ok ? [] : plan.refusals).toMatchObject([
      { kind: 'out-of-order', migration: '0002_loans', others: ['0003_fines'] },
    ]);
    expect(idsOf(planUp(all, [entry(books), entry(fines)], parser, { outOfOrder: true }))).toEqual(['0002_loans']);
    expect(idsOf(planUp(all, [entry(books), entry(loans, { status: 'rolled_back' }), entry(fines)], parser))).toEqual([
      '0002_loans',
    ]);
  });

  test('refuses what depends on something that is not there', () => {
    const odd = migration('0004_odd', 'SELECT 1;', { dependencies: ['0005_later', 'nowhere'] });
    const later = migration('0005_later', 'SELECT 1;');
    const plan = planUp([odd, later], [], parser);
    expect(plan.ok ? [] : plan.refusals).toMatchObject([
      { kind: 'missing-dependency', others: ['0005_later', 'nowhere'] },
    ]);
    expect(idsOf(planUp([loans], [entry(books, { name: 'books' })], parser, { allowMissing: true }))).toEqual([
      '0002_loans',
    ]);
  });

  test('refuses an applied migration whose file is gone, unless it was moved away on purpose', () => {
    const gone = [entry(books), entry(migration('0009_gone', 'SELECT 1;')), entry(migration('0008_too', 'SELECT 1;'))];
    const plan = planUp([books, loans], gone, parser);
    expect(plan.ok ? [] : plan.refusals.map(({ kind, migration: id }) => `${kind} ${id}`)).toEqual([
      'missing-file 0009_gone',
      'missing-file 0008_too',
    ]);
    expect(idsOf(planUp([books, loans], gone, parser, { allowMissing: ['0009_gone'] }))).toBe('missing-file');
    expect(idsOf(planUp([books, loans], gone, parser, { allowMissing: ['0009_gone', '0008_too'] }))).toEqual([
      '0002_loans',
    ]);
    expect(idsOf(planUp([books, loans], gone, parser, { allowMissing: true }))).toEqual(['0002_loans']);
    const undone = entry(migration('0009_gone', 'SELECT 1;'), { status: 'rolled_back' });
    expect(idsOf(planUp([books], [entry(books), undone], parser))).toEqual([]);
  });

  describe('after an attempt that broke off half-way', () => {
    const index = migration(
      '0001_index',
      'SET lock_timeout = 1000;\nCREATE TABLE a (b int);\nCREATE INDEX CONCURRENTLY a_b ON a (b);',
    );
    const failed = entry(index, { status: 'failed', journalled: true, done: [0, 1] });

    test('refuses to guess', () => {
      expect(idsOf(planUp([index], [failed], parser))).toBe('failed-halfway');
    });

    test('goes on after what is done, with the settings of before', () => {
      const plan = planUp([index], [failed], parser, { resume: true });
      expect(plan.ok && plan.steps[0]).toMatchObject({ resumedAfter: 2, statements: [{ index: 0 }, { index: 2 }] });
    });

    test('refuses to go on in another text', () => {
      expect(idsOf(planUp([index], [{ ...failed, checksum: 'other' }], parser, { resume: true }))).toBe(
        'failed-halfway',
      );
    });

    test('goes on by itself where the runner was cut off, unless it is told not to', () => {
      const cut = { ...failed, interrupted: true };
      expect(idsOf(planUp([index], [cut], parser))).toEqual(['0001_index']);
      expect(idsOf(planUp([index], [cut], parser, { resume: false }))).toBe('failed-halfway');
    });

    const begun = (index: number, sql: string): Partial<HistoryEntry> => ({
      status: 'failed',
      journalled: true,
      interrupted: true,
      begun: { index, sql, indexesBefore: ['7'] },
    });

    test('hands on what had been sent, though it is the first', () => {
      const first = entry(index, begun(2, 'CREATE INDEX CONCURRENTLY a_b ON a (b)'));
      const plan = planUp([index], [first], parser);
      expect(plan.ok && plan.steps[0]).toMatchObject({ resumedAfter: 0, begun: { index: 2, indexesBefore: ['7'] } });
    });

    test('asks what became of a procedure, even where it is told to go on', () => {
      const called = migration('0001_called', 'SELECT 1;\nCALL fill();', { transaction: 'autocommit' });
      const cut = entry(called, { ...begun(1, 'CALL fill()'), done: [0] });
      const plan = planUp([called], [cut], parser, { resume: true });
      expect(plan.ok ? [] : plan.refusals).toMatchObject([
        { kind: 'unclear-statement', message: expect.stringContaining('in statement 2, on line 2,') },
      ]);
    });

    test('refuses while a down is half done', () => {
      const half = entry(books, { undone: [{ index: 0, sql: 'DROP TABLE loans' }] });
      expect(idsOf(planUp(all, [half], parser))).toBe('failed-halfway');
    });

    test('begins again where nothing was done', () => {
      expect(idsOf(planUp([index], [{ ...failed, done: [] }], parser))).toEqual(['0001_index']);
    });
  });

  test('refuses what needs a session, where the connection is pooled by transaction', () => {
    const needy = migration('0001_index', 'CREATE TABLE a (b int);\nCREATE INDEX CONCURRENTLY a_b ON a (b);');
    const setting = migration('0002_setting', "SELECT 1;\nSET search_path = '';", { transaction: 'autocommit' });
    const plain = migration('0003_plain', 'SET search_path = app; SELECT 1;');
    const single = migration('0004_single', 'SELECT 1; SELECT 2;', { transaction: 'autocommit' });
    const plan = planUp([needy, setting, plain, single], [], parser, { pooled: true });
    expect(plan.ok ? [] : plan.refusals).toMatchObject([
      { kind: 'needs-session', migration: '0001_index', message: expect.stringContaining('line 2 of 0001_index') },
      { kind: 'needs-session', migration: '0002_setting' },
    ]);
  });

  test('gives every refusal, of all files', () => {
    const bad = [migration('0001_a', 'COMMIT;'), migration('0002_b', 'CRATE;')];
    expect(idsOf(planUp(bad, [], parser))).toBe('transaction-control,syntax-error');
  });
});
