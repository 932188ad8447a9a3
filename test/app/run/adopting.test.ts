import { describe, expect, test } from 'vitest';
import { baselineOn } from '../../../src/app/run/baseline.js';
import { checkMigrationOn } from '../../../src/app/run/check-migration.js';
import { checklistOn } from '../../../src/app/run/checklist.js';
import { historyOn } from '../../../src/app/run/history.js';
import { listOn } from '../../../src/app/run/list.js';
import { registerOn } from '../../../src/app/run/register.js';
import { repairOn } from '../../../src/app/run/repair.js';
import { rollbackOn } from '../../../src/app/run/rollback.js';
import { statusOn } from '../../../src/app/run/status.js';
import { upOn } from '../../../src/app/run/up.js';
import { books, catalogOf, file, loans, onEveryDatabase, type Scene } from './scene.js';

const files = { '0001_books.sql': books, '0002_loans.sql': loans };
const skipBackup = true;

onEveryDatabase((current) => {
  const up = async (scene: Scene) => upOn(await scene.run(), { skipBackup });
  const states = async (scene: Scene): Promise<readonly string[]> =>
    (await statusOn(await scene.run())).migrations.map(({ migration, state }) => `${migration} ${state}`);

  describe('status, history, list, check and checklist', () => {
    test('read an empty database and leave no trace', async () => {
      const scene = current();
      scene.write(files);
      const before = await catalogOf(scene.database);
      const run = await scene.run();
      expect(await statusOn(run)).toMatchObject({
        installed: false,
        clean: false,
        counts: { applied: 0, pending: 2 },
        next: { command: 'pgairlock up' },
      });
      expect((await historyOn(run)).events).toEqual([]);
      expect((await listOn(run)).migrations).toEqual([]);
      expect(await checkMigrationOn(run, { migration: '0001' })).toMatchObject({ state: 'pending', clean: true });
      expect((await checklistOn(run)).pending.map(({ migration }) => migration)).toEqual(['0001_books', '0002_loans']);
      await baselineOn(run, { all: true, dryRun: true });
      await registerOn(run, { migration: '0001', reason: 'x', dryRun: true });
      await repairOn(run);
      expect(await catalogOf(scene.database)).toEqual(before);
    });

    test('status tells edited, missing, failed and rolled back apart, and what to do first', async () => {
      const scene = current();
      scene.write({ ...files, '0003_gone.sql': file('CREATE TABLE gone ();', 'DROP TABLE gone;') });
      await up(scene);
      await rollbackOn(await scene.run(), { skipBackup, selection: { id: '0002_loans' }, confirm: async () => 'yes' });
      scene.write({ '0001_books.sql': books.replace('title text', 'title varchar') });
      scene.remove('0003_gone.sql');
      expect(await states(scene)).toEqual(['0001_books edited', '0002_loans rolled_back', '0003_gone missing']);
      const { next, clean } = await statusOn(await scene.run());
      expect({ next: next?.command, clean }).toEqual({ next: 'pgairlock check 0001_books', clean: false });
    });

    test('history and status keep the words of the server', async () => {
      const scene = current();
      scene.write({ '0001_books.sql': file('SELECT 1 / 0;', 'SELECT 1;') });
      await up(scene);
      expect((await statusOn(await scene.run())).migrations).toMatchObject([
        { state: 'failed', error: { sqlstate: '22012', message: 'division by zero' } },
      ]);
      scene.write(files);
      await up(scene);
      const { events } = await historyOn(await scene.run());
      expect(events.map(({ event, migration }) => `${migration} ${event}`)).toEqual([
        '0002_loans applied',
        '0001_books applied',
        '0001_books failed',
      ]);
      expect(events[2]).toMatchObject({ error: { sqlstate: '22012', statement: 'SELECT 1 / 0' } });
      expect(events[0]?.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      const some = await historyOn(await scene.run(), { migration: 'books', limit: 1 });
      expect(some.events.map(({ event }) => event)).toEqual(['applied']);
    });

    test('history tells of a rollback that failed', async () => {
      const scene = current();
      scene.write({ '0001_books.sql': file('CREATE TABLE books ();', 'DROP TABLE books; DROP TABLE nothing;') });
      await upOn(await scene.run(), { skipBackup, force: { reason: 'a test' } });
      await rollbackOn(await scene.run(), { skipBackup, confirm: async () => 'yes' });
      const { events } = await historyOn(await scene.run());
      expect(events[0]).toMatchObject({ event: 'rollback_failed', error: { sqlstate: '42P01' } });
      expect(await states(scene)).toEqual(['0001_books applied']);
    });

    test('list and check say what stands in the way of a rollback', async () => {
      const scene = current();
      scene.write(files);
      await up(scene);
      const { migrations } = await listOn(await scene.run());
      expect(migrations.map(({ migration, canRollBack }) => ({ migration, canRollBack }))).toEqual([
        { migration: '0002_loans', canRollBack: true },
        { migration: '0001_books', canRollBack: false },
      ]);
      expect(migrations[1]?.blockedBy).toMatchObject([{ kind: 'dependents', others: ['0002_loans'] }]);
      const check = await checkMigrationOn(await scene.run(), { migration: 'books' });
      expect(check).toMatchObject({
        state: 'applied',
        clean: true,
        down: { source: 'file', usable: true, mode: 'atomic' },
        dependents: [{ migration: '0002_loans', state: 'applied', declared: true }],
        rollback: { possible: false },
      });
      expect(check.rollback.steps.map(({ migration }) => migration)).toEqual(['0002_loans', '0001_books']);
    });

    test('the checklist knows locks, sizes, findings and who is connected', async () => {
      const scene = current();
      scene.write({ '0001_books.sql': books });
      await up(scene);
      scene.write({
        '0002_index.sql': file('CREATE INDEX books_title ON public.books (title);', 'DROP INDEX books_title;'),
      });
      const result = await checklistOn(await scene.run());
      expect(result.pending[0]?.locks).toContainEqual({ relation: 'public.books', mode: 'SHARE' });
      expect(result.tables.map(({ table }) => table)).toEqual(['public.books']);
      expect(result.tables[0]?.bytes).toBeGreaterThan(0);
      expect(result.findings.map(({ ruleId }) => ruleId)).toContain('create-index-non-concurrent');
      expect(result.activity.maxConnections).toBeGreaterThan(0);
    });
  });

  describe('register', () => {
    test('records without running, with reason and notes', async () => {
      const scene = current();
      scene.write(files);
      const run = await scene.run();
      await registerOn(run, { migration: 'books', reason: 'made by hand', notes: 'ticket 7' });
      expect(await scene.relation('books')).toBeNull();
      expect(await scene.history()).toEqual(['0001_books applied made by hand']);
      const [row] = await scene.database.query('SELECT notes, execution_time_ms FROM _migrations.migration_history');
      expect(row).toEqual({ notes: 'ticket 7', execution_time_ms: null });
      expect((await registerOn(run, { migration: 'books', reason: 'again' })).refusals).toMatchObject([
        { kind: 'already-applied' },
      ]);
    });

    test('refuses what depends on something that is not applied, and a reason of nothing', async () => {
      const scene = current();
      scene.write(files);
      const run = await scene.run();
      expect((await registerOn(run, { migration: 'loans', reason: 'x' })).refusals).toMatchObject([
        { kind: 'missing-dependency', others: ['0001_books'] },
      ]);
      expect(await scene.history()).toEqual([]);
      await expect(registerOn(run, { migration: 'loans', reason: ' ' })).rejects.toMatchObject({ code: 'usage' });
      await expect(registerOn(run, { migration: 'loan', reason: 'x' })).rejects.toThrow('Did you mean "loans"?');
    });

    test('what is registered can be rolled back', async () => {
      const scene = current();
      scene.write(files);
      await scene.database.execute('CREATE TABLE public.books (id bigint)');
      await registerOn(await scene.run(), { migration: 'books', reason: 'made by hand' });
      await rollbackOn(await scene.run(), { skipBackup, confirm: async () => 'yes' });
      expect(await scene.relation('books')).toBeNull();
    });
  });

  describe('baseline', () => {
    test('takes everything up to one, and then up applies the rest', async () => {
      const scene = current();
      scene.write(files);
      await scene.database.execute('CREATE TABLE public.books (id bigint PRIMARY KEY, title text)');
      const { adopted } = await baselineOn(await scene.run(), { through: '0001' });
      expect(adopted.map(({ migration }) => migration)).toEqual(['0001_books']);
      expect((await up(scene)).results.map(({ migration }) => migration)).toEqual(['0002_loans']);
      expect((await baselineOn(await scene.run(), { all: true })).adopted).toEqual([]);
    });

    test('takes what another tool recorded, and not what it failed on', async () => {
      const scene = current();
      scene.write(files);
      await scene.database.execute('CREATE TABLE schema_migrations (version bigint PRIMARY KEY, dirty boolean)');
      await scene.database.execute('INSERT INTO schema_migrations VALUES (2, true)');
      const { adopted, warnings } = await baselineOn(await scene.run(), { from: { tool: 'golang-migrate' } });
      expect(adopted).toMatchObject([{ migration: '0001_books', tool: 'golang-migrate', by: 'before' }]);
      expect(warnings).toEqual(['golang-migrate did not finish 0002_loans: not taken as applied.']);
      expect(await states(scene)).toEqual(['0001_books applied', '0002_loans pending']);
    });

    test('refuses a file that is not what the tool ran, unless told to take it', async () => {
      const scene = current();
      scene.write(files);
      await scene.database.execute(
        'CREATE TABLE pgmigrate_migrations (id text PRIMARY KEY, checksum text, applied_at timestamptz DEFAULT now())',
      );
      await scene.database.execute("INSERT INTO pgmigrate_migrations VALUES ('0001_books', 'of another text')");
      const refused = await baselineOn(await scene.run(), { from: {} });
      expect(refused).toMatchObject({ adopted: [], refusals: [{ kind: 'edited', migration: '0001_books' }] });
      await baselineOn(await scene.run(), { from: {}, acceptEdited: true });
      expect(await states(scene)).toEqual(['0001_books applied', '0002_loans pending']);
    });

    test('says what is missing of what was asked', async () => {
      const scene = current();
      scene.write(files);
      const run = await scene.run();
      await expect(baselineOn(run, {})).rejects.toThrow('Say which migrations are applied');
      await expect(baselineOn(run, { from: { tool: 'goose' } })).rejects.toThrow('goose has no records');
      await scene.database.execute('CREATE TABLE schema_version (version int4)');
      await scene.database.execute('CREATE TABLE schema_migration (version varchar)');
      await expect(baselineOn(run, { from: {} })).rejects.toThrow('records of several tools');
    });
  });

  describe('repair', () => {
    test('finds an edited file, and takes it as it is with a reason', async () => {
      const scene = current();
      scene.write(files);
      await up(scene);
      scene.write({ '0002_loans.sql': loans.replace('bigint NOT NULL', 'bigint') });
      const run = await scene.run();
      expect((await repairOn(run)).findings).toMatchObject([{ state: 'edited', migration: '0002_loans' }]);
      const actions = [{ kind: 'accept-checksum', migration: 'loans' }] as const;
      await expect(repairOn(run, { actions })).rejects.toThrow('--reason');
      expect((await repairOn(run, { actions, reason: 'x', dryRun: true })).findings).toHaveLength(1);
      expect(await repairOn(run, { actions, reason: 'only the comment' })).toMatchObject({
        findings: [],
        refusals: [],
      });
      const { events } = await historyOn(run, { limit: 1 });
      expect(events).toMatchObject([{ event: 'repaired', migration: '0002_loans', reason: 'only the comment' }]);
      expect((await repairOn(run, { actions, reason: 'again' })).refusals).toHaveLength(1);
    });
  });
});
