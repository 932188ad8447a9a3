import { describe, expect, test } from 'vitest';
import type { Migration } from '../../../src/core/migration.js';
import { findDamage } from '../../../src/runner/repair/find-damage.js';
import type { RepairPlan } from '../../../src/runner/repair/plan-repair.js';
import { readCondition, repair } from '../../../src/runner/repair/repair.js';
import type { RepairAction } from '../../../src/runner/repair/repair-action.js';
import { onEveryDatabase } from '../every-database.js';
import { history, outcomes, relation, rollback, schema, up } from '../execute/session.js';
import { migration } from '../migrations.js';

onEveryDatabase((current) => {
  const books = migration('0001_books', "CREATE TABLE books (isbn text); INSERT INTO books VALUES ('1'), ('1');", {
    down: 'DROP TABLE books;',
  });
  const unique = migration(
    '0002_unique',
    'CREATE TABLE first ();\nCREATE UNIQUE INDEX CONCURRENTLY books_isbn ON books (isbn);\nCREATE TABLE last ();',
    { down: 'DROP TABLE last; DROP INDEX CONCURRENTLY books_isbn; DROP TABLE first;', dependencies: ['0001_books'] },
  );
  const all = [books, unique];

  const mend = (migrations: readonly Migration[], ...actions: readonly RepairAction[]): Promise<RepairPlan> =>
    repair(current(), schema, { migrations, actions, reason: 'by hand', lock: { guard: async () => {} } });
  const damage = async (migrations: readonly Migration[]): Promise<readonly string[]> =>
    findDamage(await readCondition(current(), schema, migrations)).map(
      ({ state, migration: id, choices }) => `${state} ${id ?? ''}: ${choices.map(({ kind }) => kind).join(', ')}`,
    );
  const repaired = (): Promise<unknown> =>
    current().query(
      `SELECT migration_name AS of, detail #>> '{action,kind}' AS action, detail ->> 'reason' AS reason,
              detail #>> '{before,status}' AS before
       FROM _migrations.migration_events WHERE event = 'repaired' ORDER BY id`,
    );

  describe('repair', () => {
    test('marks a half-run migration as rolled back, and it begins anew', async () => {
      await up(current(), all);
      expect(await damage(all)).toEqual(['halfway 0002_unique: mark-rolled-back, mark-applied']);
      await current().execute('DROP TABLE first');
      await current().execute('TRUNCATE books');
      expect(await mend(all, { kind: 'mark-rolled-back', migration: '0002_unique' })).toMatchObject({ ok: true });
      expect(await history(current())).toEqual(['0001_books applied', '0002_unique rolled_back']);
      expect(await repaired()).toEqual([
        { of: '0002_unique', action: 'mark-rolled-back', reason: 'by hand', before: 'failed' },
      ]);
      expect(outcomes(await up(current(), all))).toEqual(['0002_unique done']);
      expect(await damage(all)).toEqual([]);
    });

    test('marks a half-run migration as applied, and nothing is left to do', async () => {
      await up(current(), all);
      await mend(all, { kind: 'mark-applied', migration: '0002_unique' });
      expect(await history(current())).toEqual(['0001_books applied', '0002_unique applied']);
      expect(await up(current(), all)).toEqual([]);
    });

    test('accepts a file that was edited', async () => {
      await up(current(), [books]);
      const edited = { ...books, checksum: 'another' };
      await expect(up(current(), [edited])).rejects.toThrow('was changed after it was applied');
      expect(await damage([edited])).toEqual(['edited 0001_books: accept-checksum']);
      await mend([edited], { kind: 'accept-checksum', migration: '0001_books' });
      expect(await up(current(), [edited])).toEqual([]);
    });

    test('removes the row of a failure that left nothing', async () => {
      await up(current(), [migration('0001_bad', 'SELECT 1 / 0;')]);
      expect(await damage([])).toEqual(['failed 0001_bad: remove']);
      await mend([], { kind: 'remove', migration: '0001_bad' });
      expect(await history(current())).toEqual([]);
      expect(await repaired()).toMatchObject([{ of: '0001_bad', action: 'remove', before: 'failed' }]);
    });

    test('drops an invalid index, and no other', async () => {
      await up(current(), [books]);
      await current()
        .execute('CREATE UNIQUE INDEX CONCURRENTLY broken ON books (isbn)')
        .catch(() => {});
      await current().execute('CREATE INDEX whole ON books (isbn)');
      expect(await damage([books])).toEqual(['invalid-index : drop-index']);
      await mend([books], { kind: 'drop-index', index: 'public.broken' });
      expect(await relation(current(), 'broken')).toBeNull();
      expect(await relation(current(), 'whole')).toBe('whole');
      expect(await mend([books], { kind: 'drop-index', index: 'public.whole' })).toEqual({
        ok: false,
        refusals: ['drop the invalid index public.whole: there is nothing of the kind to repair.'],
      });
      expect(await repaired()).toMatchObject([{ of: '(database)', action: 'drop-index' }]);
    });

    const fill = migration('0002_fill', 'CREATE PROCEDURE fill() LANGUAGE sql AS $$ SELECT 1 $$;\nCALL fill();', {
      transaction: 'autocommit',
    });
    const cutOff = async (): Promise<void> => {
      await up(current(), [books, migration(fill.id, fill.up.text, { transaction: 'autocommit' })]);
      await current().execute(
        "UPDATE _migrations.migration_history SET status = 'failed' WHERE migration_name = '0002_fill'",
      );
      await current().execute(
        `INSERT INTO _migrations.migration_events (migration_name, event) VALUES ('0002_fill', 'started')`,
      );
      await current().execute(
        `INSERT INTO _migrations.migration_events (migration_name, event, statement_index, statement) VALUES
         ('0002_fill', 'statement', 0, 'CREATE PROCEDURE'), ('0002_fill', 'begun', 1, 'CALL fill()')`,
      );
    };

    test.each([
      ['done', true, ['0', '1']],
      ['not done', false, ['0', '1']],
    ])('a statement that was cut off is %s, and up goes on there', async (_, done, journal) => {
      await cutOff();
      await expect(up(current(), [books, fill])).rejects.toThrow('Look, and tell repair whether it is done.');
      await mend([books, fill], { kind: 'mark-statement', migration: '0002_fill', done });
      const [step] = await up(current(), [books, fill]);
      expect(step).toMatchObject({ outcome: 'done' });
      const lines = await current().query(
        `SELECT statement_index AS i FROM _migrations.migration_events WHERE event = 'statement'
         AND id > (SELECT max(id) FROM _migrations.migration_events WHERE event = 'started') ORDER BY id`,
      );
      expect(lines.map(({ i }) => i)).toEqual(journal);
      // Where it was said to be done, it is not called again.
      const begun = await current().query("SELECT 1 FROM _migrations.migration_events WHERE event = 'begun'");
      expect(begun).toHaveLength(done ? 2 : 3);
    });

    test('refuses to mark as rolled back what others depend on, and then does nothing at all', async () => {
      await up(current(), [books]);
      await current().execute('TRUNCATE books');
      await up(current(), all);
      await current().query(
        `INSERT INTO _migrations.migration_events (migration_name, event, statement_index, statement) VALUES ('0001_books', 'statement', 0, 'x')`,
      );
      expect(
        await mend(
          all,
          { kind: 'mark-applied', migration: '0001_books' },
          { kind: 'mark-rolled-back', migration: '0001_books' },
        ),
      ).toEqual({ ok: false, refusals: ['0001_books cannot be marked as rolled back: 0002_unique depends on it.'] });
      expect(await repaired()).toEqual([]);
      await mend(all, { kind: 'mark-applied', migration: '0001_books' });
      expect(await damage(all)).toEqual([]);
    });
  });

  describe('a down that broke off half-way', () => {
    const setUp = async (): Promise<void> => {
      await up(current(), [books]);
      await current().execute('TRUNCATE books');
      await up(current(), all);
      // What the down needs is gone.
      await current().execute('ALTER INDEX books_isbn RENAME TO elsewhere');
    };

    test('goes on after what is done, when it is told to', async () => {
      await setUp();
      expect(outcomes(await rollback(current(), all))).toEqual(['0002_unique failed']);
      await current().execute('ALTER INDEX elsewhere RENAME TO books_isbn');
      expect(await damage(all)).toEqual(['half-undone 0002_unique: mark-rolled-back, mark-applied']);
      await expect(rollback(current(), all)).rejects.toThrow(
        'The down of 0002_unique broke off after 1 of 3 statements',
      );
      await expect(up(current(), all)).rejects.toThrow('Roll it back to the end first.');
      expect(outcomes(await rollback(current(), all, { resume: true }))).toEqual(['0002_unique done']);
      expect(await relation(current(), 'first')).toBeNull();
      expect(await history(current())).toEqual(['0001_books applied', '0002_unique rolled_back']);
      expect(outcomes(await up(current(), all))).toEqual(['0002_unique done']);
    });

    test('refuses to go on in another text', async () => {
      await setUp();
      await rollback(current(), all);
      const changed = migration(unique.id, unique.up.text, { down: 'DROP TABLE first; DROP TABLE last;' });
      await expect(rollback(current(), [books, changed], { resume: true })).rejects.toThrow(
        'Its text was changed since',
      );
    });
  });
});
