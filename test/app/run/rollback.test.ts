import { describe, expect, test } from 'vitest';
import type { ActResult } from '../../../src/app/run/act-result.js';
import { failureAdvice } from '../../../src/app/run/failure-advice.js';
import { redoOn } from '../../../src/app/run/redo.js';
import { rollbackOn } from '../../../src/app/run/rollback.js';
import { upOn } from '../../../src/app/run/up.js';
import { books, catalogOf, file, loans, onEveryDatabase, type Scene } from './scene.js';

const outcomes = ({ results }: ActResult): readonly string[] =>
  results.map(({ migration, direction, outcome }) => `${direction} ${migration} ${outcome}`);
const log = file('CREATE TABLE public.log ();', 'DROP TABLE public.log;');

onEveryDatabase((current) => {
  const start = async (): Promise<Scene> => {
    const scene = current();
    scene.write({ '0001_books.sql': books, '0002_loans.sql': loans, '0003_log.sql': log });
    await upOn(await scene.run(), { skipBackup: true });
    return scene;
  };
  const rollback = async (scene: Scene, options: Parameters<typeof rollbackOn>[1] = {}): Promise<ActResult> =>
    rollbackOn(await scene.run(), { skipBackup: true, ...options });

  describe('rollback', () => {
    test('undoes the last one, so many, or all after one', async () => {
      const scene = await start();
      expect(outcomes(await rollback(scene))).toEqual(['down 0003_log done']);
      expect(outcomes(await rollback(scene, { selection: { steps: 2 } }))).toEqual([
        'down 0002_loans done',
        'down 0001_books done',
      ]);
      expect(await rollback(scene)).toMatchObject({ outcome: 'nothing-to-do' });
      await upOn(await scene.run(), { skipBackup: true });
      expect(outcomes(await rollback(scene, { selection: { to: '0001_books' } }))).toEqual([
        'down 0003_log done',
        'down 0002_loans done',
      ]);
      expect(await scene.history()).toEqual(['0001_books applied', '0002_loans rolled_back', '0003_log rolled_back']);
    });

    test('is refused while others depend on it, and takes them first where it is told to', async () => {
      const scene = await start();
      const refused = await rollback(scene, { selection: { id: '0001_books' } });
      expect(refused).toMatchObject({ outcome: 'refused', refusals: [{ kind: 'dependents', others: ['0002_loans'] }] });
      expect(await scene.relation('books')).toBe('books');
      expect(outcomes(await rollback(scene, { selection: { id: '0001_books', cascade: true } }))).toEqual([
        'down 0002_loans done',
        'down 0001_books done',
      ]);
      expect(await scene.relation('log')).toBe('log');
    });

    test('a dry run shows the downs with their locks, and changes nothing', async () => {
      const scene = await start();
      const before = await catalogOf(scene.database);
      const result = await rollback(scene, { selection: { id: 'loans' }, dryRun: true });
      expect(result).toMatchObject({
        outcome: 'planned',
        steps: [
          { step: { migration: '0002_loans', direction: 'down', statements: [{ sql: 'DROP TABLE public.loans' }] } },
        ],
      });
      expect(result.steps[0]?.facts.get(0)?.locks).toContainEqual({
        relation: 'public.loans',
        mode: 'ACCESS EXCLUSIVE',
      });
      expect(await catalogOf(scene.database)).toEqual(before);
    });

    test('is asked about wherever it is', async () => {
      const scene = await start();
      const refused = await rollback(scene, { confirm: async () => 'cannot-ask' });
      expect(refused.refusals).toMatchObject([{ kind: 'not-confirmed', message: expect.stringContaining('--yes') }]);
      expect(await scene.relation('log')).toBe('log');
    });

    test('works by what was recorded where the file is gone', async () => {
      const scene = await start();
      scene.remove('0003_log.sql');
      expect(outcomes(await rollback(scene, { selection: { id: '0003_log' } }))).toEqual(['down 0003_log done']);
      expect(await scene.relation('log')).toBeNull();
    });

    test('a down that fails leaves it applied', async () => {
      const scene = await start();
      await scene.database.execute('CREATE VIEW public.lines AS SELECT FROM public.log');
      const result = await rollback(scene);
      expect(result).toMatchObject({ outcome: 'failed', results: [{ failure: { sqlstate: '2BP01' } }] });
      expect(failureAdvice(result)).toEqual({
        state: ['0003_log is still applied: its down ran in one transaction, which was rolled back.'],
        next: ['Correct the down, and run `pgairlock rollback 0003_log` again.'],
      });
      expect((await scene.history())[2]).toBe('0003_log applied');
    });
  });

  describe('redo', () => {
    test('undoes the last one and applies it again', async () => {
      const scene = await start();
      await scene.database.execute('CREATE TABLE public.other ()');
      const before = await scene.database.query("SELECT 'public.log'::regclass::oid AS oid");
      const result = await redoOn(await scene.run(), { skipBackup: true });
      expect(outcomes(result)).toEqual(['down 0003_log done', 'up 0003_log done']);
      expect(await scene.database.query("SELECT 'public.log'::regclass::oid AS oid")).not.toEqual(before);
      expect(await scene.history()).toEqual(['0001_books applied', '0002_loans applied', '0003_log applied']);
    });

    test('leaves alone what else is pending', async () => {
      const scene = await start();
      scene.write({ '0004_more.sql': file('CREATE TABLE public.more ();', 'DROP TABLE public.more;') });
      expect(outcomes(await redoOn(await scene.run(), { skipBackup: true }))).toEqual([
        'down 0003_log done',
        'up 0003_log done',
      ]);
    });

    test('rolls nothing back that it could not apply again', async () => {
      const scene = await start();
      scene.remove('0003_log.sql');
      const result = await redoOn(await scene.run(), { skipBackup: true });
      expect(result).toMatchObject({ outcome: 'refused', refusals: [{ kind: 'missing-file', migration: '0003_log' }] });
      expect(await scene.relation('log')).toBe('log');
    });

    test('does not apply again what must not be applied', async () => {
      const scene = await start();
      scene.write({ '0004_drop.sql': file('DROP TABLE public.log;', 'CREATE TABLE public.log ();') });
      await upOn(await scene.run(), { skipBackup: true, force: { reason: 'unused' } });
      const result = await redoOn(await scene.run(), { skipBackup: true });
      expect(result).toMatchObject({ outcome: 'refused', refusals: [{ kind: 'findings' }] });
      expect(await scene.relation('log')).toBeNull();
    });
  });
});
