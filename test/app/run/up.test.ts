import { describe, expect, test } from 'vitest';
import type { ActResult } from '../../../src/app/run/act-result.js';
import { failureAdvice } from '../../../src/app/run/failure-advice.js';
import { upOn } from '../../../src/app/run/up.js';
import { books, catalogOf, file, loans, onEveryDatabase, type Scene } from './scene.js';

const outcomes = ({ results }: ActResult): readonly string[] =>
  results.map(({ migration, outcome }) => `${migration} ${outcome}`);
const kinds = ({ refusals }: ActResult): readonly string[] => refusals.map(({ kind }) => kind);
const drop = 'DROP TABLE public.books;\n';

onEveryDatabase((current) => {
  const up = async (scene: Scene, options: Parameters<typeof upOn>[1] = {}): Promise<ActResult> =>
    upOn(await scene.run(), { skipBackup: true, ...options });

  describe('up', () => {
    test('applies what is pending, in order, once', async () => {
      const scene = current();
      scene.write({ '0001_books.sql': books, '0002_loans.sql': loans });
      const first = await up(scene);
      expect(first).toMatchObject({
        outcome: 'done',
        refusals: [],
        history: { schema: '_migrations', installed: false },
      });
      expect(outcomes(first)).toEqual(['0001_books done', '0002_loans done']);
      expect(await scene.relation('loans')).toBe('loans');
      expect(await scene.history()).toEqual(['0001_books applied', '0002_loans applied']);
      expect(scene.events.map(({ kind }) => kind)).toEqual([
        'checked',
        ...['step-started', 'statement-done', 'step-done'],
        ...['step-started', 'statement-done', 'step-done'],
      ]);
      expect(await up(scene)).toMatchObject({ outcome: 'nothing-to-do', results: [], history: { installed: true } });
    });

    test('stops at a target, or after so many', async () => {
      const scene = current();
      scene.write({
        '0001_books.sql': books,
        '0002_loans.sql': loans,
        '0003_log.sql': file('CREATE TABLE log ();', 'DROP TABLE log;'),
      });
      expect(outcomes(await up(scene, { target: '0001' }))).toEqual(['0001_books done']);
      expect(outcomes(await up(scene, { steps: 1 }))).toEqual(['0002_loans done']);
      expect(kinds(await up(scene, { target: '0009' }))).toEqual(['unknown-migration']);
    });

    test('an empty database has no rows to lose and nobody who waits', async () => {
      const scene = current();
      const index = file('CREATE INDEX books_id ON public.books (id);', 'DROP INDEX books_id;');
      const dropping = file('DROP TABLE public.books;', 'CREATE TABLE public.books (id bigint);');
      scene.write({ '0001_books.sql': books, '0002_index.sql': index, '0003_drop.sql': dropping });
      const first = await up(scene);
      expect(outcomes(first)).toEqual(['0001_books done', '0002_index done', '0003_drop done']);
      const drops = first.report?.files
        .flatMap(({ findings }) => findings)
        .find(({ ruleId }) => ruleId === 'drop-table');
      expect(drops?.severity).toBe('info');
      expect(first.report?.context.join(' ')).toContain('The database is empty');
      await scene.database.execute('CREATE TABLE public.readers (id int)');
      scene.write({ '0004_books.sql': books, '0005_drop.sql': dropping });
      expect(kinds(await up(scene))).toEqual(['findings']);
    });

    test('a dry run says what would be done, and leaves no trace', async () => {
      const scene = current();
      scene.write({ '0001_books.sql': books, '0002_loans.sql': loans });
      const before = await catalogOf(scene.database);
      const result = await up(scene, { dryRun: true });
      expect(result).toMatchObject({ outcome: 'planned', dryRun: true, results: [] });
      expect(result.steps.map(({ step }) => step.migration)).toEqual(['0001_books', '0002_loans']);
      expect(await catalogOf(scene.database)).toEqual(before);
      await up(scene, { steps: 1 });
      const applied = await catalogOf(scene.database);
      const next = await up(scene, { dryRun: true });
      expect(next.steps.map(({ step }) => step.migration)).toEqual(['0002_loans']);
      expect(await catalogOf(scene.database)).toEqual(applied);
    });

    test('the plan says which locks others wait for', async () => {
      const scene = current();
      scene.write({ '0001_books.sql': books });
      await up(scene);
      scene.write({
        '0002_year.sql': file(
          'ALTER TABLE public.books ADD COLUMN year int;',
          'ALTER TABLE public.books DROP COLUMN year;',
        ),
      });
      const { steps } = await up(scene, { dryRun: true });
      expect(steps[0]?.facts.get(0)).toMatchObject({
        locks: [{ relation: 'public.books', mode: 'ACCESS EXCLUSIVE' }],
        rewrites: [],
      });
    });

    test('one file that must not be applied stops all', async () => {
      const scene = current();
      scene.write({ '0001_books.sql': books });
      await up(scene);
      scene.write({
        '0002_log.sql': file('CREATE TABLE log ();', 'DROP TABLE log;'),
        '0003_drop.sql': file(drop, 'SELECT 1;'),
      });
      const result = await up(scene);
      expect(result).toMatchObject({ outcome: 'refused', results: [] });
      expect(kinds(result)).toEqual(['findings']);
      expect(result.report?.files.map(({ id }) => id)).toEqual(['0002_log', '0003_drop']);
      expect(result.report?.files[1]?.findings.map(({ ruleId }) => ruleId)).toContain('drop-table');
      expect(await scene.relation('log')).toBeNull();
    });

    test('force needs a reason, which is on record with the rules that it overruled', async () => {
      const scene = current();
      scene.write({ '0001_books.sql': books });
      await up(scene);
      scene.write({
        '0002_log.sql': file('CREATE TABLE log ();', 'DROP TABLE log;'),
        '0003_drop.sql': file(drop, 'SELECT 1;'),
      });
      const result = await up(scene, { force: { reason: 'nobody reads books' } });
      expect(result).toMatchObject({ outcome: 'done', forced: 'nobody reads books' });
      expect(await scene.history()).toEqual([
        '0001_books applied',
        '0002_log applied',
        '0003_drop applied nobody reads books',
      ]);
      const [event] = await scene.database.query(
        `SELECT e.detail ->> 'reason' AS reason, h.metadata ->> 'forced' AS rules FROM _migrations.migration_events AS e
         JOIN _migrations.migration_history AS h USING (migration_name) WHERE migration_name = '0003_drop' AND event = 'applied'`,
      );
      expect(event).toMatchObject({ reason: 'nobody reads books', rules: expect.stringContaining('drop-table') });
    });

    test('force does not overrule what is wrong with the folder as a whole', async () => {
      const scene = current();
      scene.write({ '0001_books.sql': books });
      const run = await scene.run();
      const leftOut = {
        ruleId: 'duplicate-version',
        message: 'It has the version 0001, as 0001_books.sql has.',
        path: 'migrations/0001_log.sql',
        span: { start: 0, end: 0 },
      };
      const project = { ...run.project, skipped: [leftOut] };
      const result = await upOn({ ...run, project }, { skipBackup: true, force: { reason: 'hurry' } });
      expect(result.report?.project.map(({ ruleId }) => ruleId)).toContain('duplicate-version');
      expect(kinds(result)).toEqual(['findings-on-folder']);
      expect(await scene.relation('books')).toBeNull();
    });

    test('force does not make an edited file or a missing dependency right', async () => {
      const scene = current();
      scene.write({ '0001_books.sql': books });
      await up(scene);
      scene.write({
        '0001_books.sql': books.replace('title', 'name'),
        '0002_loans.sql': loans.replace('0001_books', '0009_gone'),
      });
      const result = await up(scene, { force: { reason: 'hurry' } });
      expect(kinds(result)).toEqual(['edited', 'missing-dependency']);
      expect(await scene.relation('loans')).toBeNull();
    });

    test('what is later by name and earlier by date is refused, unless it is allowed', async () => {
      const scene = current();
      scene.write({ '0001_books.sql': books, '0003_log.sql': file('CREATE TABLE log ();', 'DROP TABLE log;') });
      await up(scene);
      scene.write({ '0002_loans.sql': loans });
      expect(kinds(await up(scene))).toEqual(['out-of-order']);
      expect(outcomes(await up(scene, { outOfOrder: true }))).toEqual(['0002_loans done']);
    });

    test('a file that fails leaves nothing of it, and what was before it stays', async () => {
      const scene = current();
      scene.write({
        '0001_books.sql': books,
        '0002_bad.sql': file('CREATE TABLE half ();\nSELECT 1 / (length(current_user) * 0);', 'DROP TABLE half;'),
        '0003_log.sql': file('CREATE TABLE log ();', 'DROP TABLE log;'),
      });
      const result = await up(scene);
      expect(result.outcome).toBe('failed');
      expect(outcomes(result)).toEqual(['0001_books done', '0002_bad failed', '0003_log skipped']);
      expect(result.results[1]).toMatchObject({ failure: { sqlstate: '22012', statementIndex: 1, line: 2 } });
      expect(failureAdvice(result)).toEqual({
        state: [
          'Nothing of 0002_bad is left: it ran in one transaction, which was rolled back.',
          '0001_books was applied before it, and stays so.',
          '0003_log was not begun.',
        ],
        next: ['Correct the file, and run `pgairlock up` again.'],
      });
      expect(await scene.relation('half')).toBeNull();
      expect(await scene.history()).toEqual(['0001_books applied', '0002_bad failed 22012: division by zero']);
    });

    test('what cannot run in a transaction is journalled, and goes on after what is done', async () => {
      const scene = current();
      const isolated = 'CREATE INDEX CONCURRENTLY books_title ON public.books (title);';
      scene.write({ '0001_books.sql': books });
      await up(scene);
      scene.write({
        '0002_index.sql': file(
          `${isolated}\nSELECT 1 / count(*) FROM public.books;`,
          'DROP INDEX CONCURRENTLY public.books_title;',
        ),
      });
      const failed = await up(scene);
      expect(failed).toMatchObject({
        outcome: 'failed',
        results: [{ mode: 'journalled', failure: { statementIndex: 1 } }],
      });
      expect(failureAdvice(failed)?.state[0]).toBe(
        'Statement 1 of 2 of 0002_index is done and cannot be undone with it; statement 2 failed.',
      );
      expect(kinds(await up(scene))).toEqual(['failed-halfway']);
      await scene.database.execute("INSERT INTO public.books VALUES (1, 'Emma')");
      const resumed = await up(scene, { resume: true });
      expect(resumed).toMatchObject({ outcome: 'done' });
      expect(resumed.steps[0]?.step).toMatchObject({ resumedAfter: 1, statements: [{ index: 1 }] });
    });

    test('types are brought up to date after it; that they are not is a warning', async () => {
      const scene = current();
      scene.write({ '0001_books.sql': books, '0002_loans.sql': loans });
      const seen: string[] = [];
      const afterRun = async (): Promise<void> => {
        seen.push(...(await scene.history()));
      };
      await up(scene, { steps: 1, afterRun });
      expect(seen).toEqual(['0001_books applied']);
      const result = await up(scene, { afterRun: () => Promise.reject(new Error('no such folder')) });
      expect(result).toMatchObject({ outcome: 'done', warnings: [expect.stringContaining('no such folder')] });
      await up(scene, { afterRun });
      expect(seen).toHaveLength(1);
    });

    test('a lock that a file gave away is told, and what was done is done', async () => {
      const scene = current();
      scene.write({ '0001_books.sql': books, '0002_away.sql': file('SELECT pg_advisory_unlock_all();', 'SELECT 1;') });
      const result = await up(scene);
      expect(outcomes(result)[0]).toBe('0001_books done');
      expect(result.warnings).toEqual([expect.stringContaining('lock against other runners was lost')]);
    });

    test('a production database is asked about; a no changes nothing', async () => {
      const scene = current();
      scene.write({ '0001_books.sql': books });
      const run = await scene.run({ database: { production: true } });
      const asked: unknown[] = [];
      const before = await catalogOf(scene.database);
      const refused = await upOn(run, {
        skipBackup: true,
        confirm: async (question) => {
          asked.push(question);
          return 'no';
        },
      });
      expect(kinds(refused)).toEqual(['not-confirmed']);
      expect(asked).toMatchObject([
        { steps: ['apply 0001_books'], because: [expect.stringContaining('database.production')] },
      ]);
      expect(await catalogOf(scene.database)).toEqual(before);
      const silent = await upOn(run, { skipBackup: true, confirm: async () => 'cannot-ask' });
      expect(silent.refusals).toMatchObject([{ message: expect.stringContaining('--yes') }]);
      expect(await upOn(run, { skipBackup: true, confirm: async () => 'yes' })).toMatchObject({ outcome: 'done' });
    });

    test('a plan that grew while somebody was asked is not run', async () => {
      const scene = current();
      scene.write({ '0001_books.sql': books, '0002_loans.sql': loans });
      await up(scene);
      const { rollbackOn } = await import('../../../src/app/run/rollback.js');
      scene.write({ '0003_log.sql': file('CREATE TABLE log ();', 'DROP TABLE log;') });
      const run = await scene.run({ database: { production: true } });
      const result = await upOn(run, {
        skipBackup: true,
        confirm: async () => {
          await rollbackOn(run, { skipBackup: true });
          return 'yes';
        },
      });
      expect(kinds(result)).toEqual(['history-changed']);
      expect(await scene.relation('log')).toBeNull();
    });
  });
});
