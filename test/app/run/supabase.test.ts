import { describe, expect, test } from 'vitest';
import { baselineOn } from '../../../src/app/run/baseline.js';
import { registerOn } from '../../../src/app/run/register.js';
import { rollbackOn } from '../../../src/app/run/rollback.js';
import { statusOn } from '../../../src/app/run/status.js';
import { syncOn } from '../../../src/app/run/sync.js';
import { upOn } from '../../../src/app/run/up.js';
import { books, loans, onEveryDatabase, type Scene } from './scene.js';

const columns = {
  cli: 'statements text[], name text',
  old: '',
  hosted: 'statements text[], name text, created_by text',
};

async function supabaseTable({ database }: Scene, more: string = columns.cli): Promise<void> {
  await database.execute('CREATE SCHEMA supabase_migrations');
  const rest = more === '' ? '' : `, ${more}`;
  await database.execute(
    `CREATE TABLE supabase_migrations.schema_migrations (version text NOT NULL PRIMARY KEY${rest})`,
  );
}

/** As the Supabase CLI leaves it: the statements were run, and are in the row. */
async function push(scene: Scene, version: string, name: string, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await scene.database.execute(statement);
  await scene.database.query(
    `INSERT INTO supabase_migrations.schema_migrations (version, name, statements)
     VALUES ($1, $2, ARRAY(SELECT json_array_elements_text($3::json)))`,
    [version, name, JSON.stringify(statements)],
  );
}

const rows = async ({ database }: Scene): Promise<readonly unknown[]> =>
  (await database.query('SELECT version FROM supabase_migrations.schema_migrations ORDER BY 1')).map(
    (row) => row.version,
  );

const createBooks = 'CREATE TABLE public.books (id bigint PRIMARY KEY, title text)';
const files = { '0001_books.sql': books, '0002_loans.sql': loans };

onEveryDatabase((current) => {
  const states = async (scene: Scene): Promise<readonly string[]> =>
    (await statusOn(await scene.run())).migrations.map(({ migration, state }) => `${migration} ${state}`);
  const up = async (scene: Scene) => upOn(await scene.run(), { skipBackup: true });
  const rollback = async (scene: Scene, id: string) =>
    rollbackOn(await scene.run(), { skipBackup: true, selection: { id }, confirm: async () => 'yes' });

  describe('what the Supabase CLI applied', () => {
    test('counts as applied, and is not run again', async () => {
      const scene = current();
      scene.write(files);
      await supabaseTable(scene);
      await push(scene, '0001', 'books', [createBooks]);
      expect(await states(scene)).toEqual(['0001_books applied', '0002_loans pending']);
      const { results } = await up(scene);
      expect(results.map(({ migration, outcome }) => `${migration} ${outcome}`)).toEqual(['0002_loans done']);
      expect(await scene.history()).toEqual(['0001_books applied applied by supabase', '0002_loans applied']);
      expect(await rows(scene)).toEqual(['0001', '0002']);
    });

    test('status writes nothing', async () => {
      const scene = current();
      scene.write(files);
      await supabaseTable(scene);
      await push(scene, '0001', 'books', [createBooks]);
      const result = await statusOn(await scene.run());
      expect(result).toMatchObject({ installed: false, clean: false, next: { command: 'pgairlock up' } });
      expect(result.migrations[0]).toMatchObject({ state: 'applied', tool: 'supabase' });
      expect(await scene.relation('_migrations.migration_history')).toBeNull();
    });

    test('is known by its name under another version, and rolled back under that version', async () => {
      const scene = current();
      scene.write({ '0001_books.sql': books });
      await supabaseTable(scene);
      await push(scene, '20260304050607', 'books', [createBooks]);
      expect(await states(scene)).toEqual(['0001_books applied']);
      expect(await rollback(scene, '0001')).toMatchObject({ outcome: 'done' });
      expect(await rows(scene)).toEqual([]);
      expect(await scene.relation('books')).toBeNull();
    });

    test('is known by its statements under another version and another name', async () => {
      const scene = current();
      scene.write({ '0001_books.sql': books });
      await supabaseTable(scene);
      await push(scene, '20260304050607', 'made_by_an_agent', [`${createBooks};`]);
      expect(await states(scene)).toEqual(['0001_books applied']);
    });

    test('is not mistaken for a file of the same name with other statements', async () => {
      const scene = current();
      scene.write({ '0001_books.sql': books });
      await supabaseTable(scene);
      await push(scene, '20260304050607', 'books', ['CREATE TABLE public.other ()']);
      expect(await states(scene)).toEqual(['0001_books pending']);
      expect((await statusOn(await scene.run())).strangers).toEqual(['20260304050607_books']);
    });

    test('shows as edited where the statements were others, and stops up', async () => {
      const scene = current();
      scene.write(files);
      await supabaseTable(scene);
      await push(scene, '0001', 'books', ['CREATE TABLE public.books (id int)']);
      expect(await states(scene)).toEqual(['0001_books edited', '0002_loans pending']);
      const { outcome, refusals } = await up(scene);
      expect({ outcome, kinds: refusals.map(({ kind }) => kind) }).toEqual({ outcome: 'refused', kinds: ['edited'] });
      expect(await rows(scene)).toEqual(['0001']);
    });

    test('comments, white space and how statements were cut make no difference', async () => {
      const scene = current();
      scene.write({ '0001_books.sql': `-- Books\n${books.replace('(id', '(\n  id')}` });
      await supabaseTable(scene);
      await push(scene, '0001', 'books', [`/* first */ ${createBooks.replace('(id', '( id')};`]);
      expect(await states(scene)).toEqual(['0001_books applied']);
    });
  });

  describe('what is applied here', () => {
    test.each([
      ['as the CLI makes the table', columns.cli, { name: 'books', made: 't' }],
      ['with the columns of a hosted project', columns.hosted, { name: 'books', made: 't' }],
    ])('is in the table of the Supabase CLI, %s', async (_, more, expected) => {
      const scene = current();
      scene.write({ '0001_books.sql': books });
      await supabaseTable(scene, more);
      await up(scene);
      const made = await scene.database.query(
        `SELECT name, statements = ARRAY['${createBooks}'] AS made FROM supabase_migrations.schema_migrations`,
      );
      expect(made).toEqual([expected]);
    });

    test('is in a table of the first versions of the CLI, which had no more than versions', async () => {
      const scene = current();
      scene.write(files);
      await supabaseTable(scene, columns.old);
      await up(scene);
      expect(await rows(scene)).toEqual(['0001', '0002']);
    });

    test('is not there where the migration failed, nor where its row cannot be written', async () => {
      const scene = current();
      scene.write({ '0001_books.sql': `${books}\nSELECT 1 / 0;` });
      await supabaseTable(scene);
      expect(await up(scene)).toMatchObject({ outcome: 'failed' });
      expect(await rows(scene)).toEqual([]);
      scene.write({ '0001_books.sql': books });
      await scene.database.execute(
        "ALTER TABLE supabase_migrations.schema_migrations ADD CONSTRAINT no CHECK (version <> '0001')",
      );
      expect(await up(scene)).toMatchObject({ outcome: 'failed' });
      expect(await scene.relation('books')).toBeNull();
      expect(await states(scene)).toEqual(['0001_books failed']);
    });

    test('is there too where it was registered or was there before, as the CLI would run it otherwise', async () => {
      const scene = current();
      scene.write(files);
      await supabaseTable(scene);
      await registerOn(await scene.run(), { migration: 'books', reason: 'made by hand' });
      expect(await rows(scene)).toEqual(['0001']);
      await baselineOn(await scene.run(), { all: true });
      expect(await rows(scene)).toEqual(['0001', '0002']);
    });

    test('goes with the rollback, and comes again with the next up', async () => {
      const scene = current();
      scene.write(files);
      await supabaseTable(scene);
      await up(scene);
      await rollback(scene, '0002');
      expect(await rows(scene)).toEqual(['0001']);
      await up(scene);
      expect(await rows(scene)).toEqual(['0001', '0002']);
    });

    test('makes the table in a Supabase project that has none, and nothing in other projects', async () => {
      const scene = current();
      scene.write({ '0001_books.sql': books });
      await up(scene);
      expect(await scene.relation('supabase_migrations.schema_migrations')).toBeNull();
      await rollback(scene, '0001');
      await upOn(await scene.run({ supabase: true }), {
        skipBackup: true,
        force: { reason: 'no row security in this test' },
      });
      expect(await rows(scene)).toEqual(['0001']);
    });

    test('is written without a transaction of the file too, when all of it is done', async () => {
      const scene = current();
      await scene.database.execute('CREATE TABLE public.books (id bigint)');
      scene.write({ '0001_index.sql': 'CREATE INDEX CONCURRENTLY books_id ON public.books (id);' });
      await supabaseTable(scene);
      expect(await up(scene)).toMatchObject({ outcome: 'done' });
      expect(await rows(scene)).toEqual(['0001']);
    });
  });

  describe('sync', () => {
    test('makes both agree: what either has is applied', async () => {
      const scene = current();
      scene.write(files);
      await up(scene);
      await supabaseTable(scene);
      await push(scene, '0001', 'books', []);
      await scene.database.execute("DELETE FROM _migrations.migration_history WHERE migration_name = '0001_books'");
      const plan = await syncOn(await scene.run(), { dryRun: true });
      expect(plan).toMatchObject({ dryRun: true, recordedThere: ['0002_loans'], refusals: [] });
      expect(plan.adopted.map(({ migration }) => migration)).toEqual(['0001_books']);
      expect(await rows(scene)).toEqual(['0001']);
      await syncOn(await scene.run());
      expect(await rows(scene)).toEqual(['0001', '0002']);
      expect(await syncOn(await scene.run())).toMatchObject({ adopted: [], recordedThere: [], refusals: [] });
      expect((await statusOn(await scene.run())).clean).toBe(true);
    });

    test('leaves a file that is not what was run to a person, and takes it when told to', async () => {
      const scene = current();
      scene.write({ '0001_books.sql': books });
      await supabaseTable(scene);
      await push(scene, '0001', 'books', ['CREATE TABLE public.books (id int)']);
      const { refusals } = await syncOn(await scene.run());
      expect(refusals).toMatchObject([{ kind: 'edited', migration: '0001_books' }]);
      await syncOn(await scene.run(), { acceptEdited: true });
      expect(await states(scene)).toEqual(['0001_books applied']);
    });
  });
});
