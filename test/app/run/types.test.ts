import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { rollbackOn } from '../../../src/app/run/rollback.js';
import { upOn } from '../../../src/app/run/up.js';
import { books, loans, onEveryDatabase, type Scene } from './scene.js';

const skipBackup = true;

onEveryDatabase((current) => {
  const config = (scene: Scene, output = 'src/database.types.ts') => ({
    types: { output: path.join(scene.root, output), schemas: ['public'] },
  });
  const typesOf = (scene: Scene): string => readFileSync(path.join(scene.root, 'src/database.types.ts'), 'utf8');
  const tables = (text: string): readonly string[] =>
    [...text.matchAll(/^ {6}(\w+): \{\n {8}Row:/gm)].map(([, name]) => name ?? '');

  describe('types follow the database', () => {
    test('after up and after a rollback, where the config names a file', async () => {
      const scene = current();
      scene.write({ '0001_books.sql': books, '0002_loans.sql': loans });
      const run = await scene.run(config(scene));
      expect(await upOn(run, { skipBackup })).toMatchObject({ outcome: 'done', warnings: [] });
      expect(tables(typesOf(scene))).toEqual(['books', 'loans']);
      expect(scene.events).toContainEqual({
        kind: 'types-written',
        file: path.join(scene.root, 'src/database.types.ts'),
      });
      await rollbackOn(run, { skipBackup, selection: { id: '0002_loans' }, confirm: async () => 'yes' });
      expect(tables(typesOf(scene))).toEqual(['books']);
    });

    test('a dry run, and a config without a file, write nothing', async () => {
      const scene = current();
      scene.write({ '0001_books.sql': books });
      await upOn(await scene.run(config(scene)), { skipBackup, dryRun: true });
      expect(existsSync(path.join(scene.root, 'src'))).toBe(false);
      expect(await upOn(await scene.run(), { skipBackup })).toMatchObject({ outcome: 'done', warnings: [] });
      expect(existsSync(path.join(scene.root, 'src'))).toBe(false);
    });

    test('a file that says the same in other words is left as it is', async () => {
      const scene = current();
      scene.write({ '0001_books.sql': books });
      const run = await scene.run(config(scene));
      await upOn(run, { skipBackup });
      const formatted = typesOf(scene).replaceAll('"', "'").replaceAll('string | null\n', 'string | null;\n');
      writeFileSync(path.join(scene.root, 'src/database.types.ts'), formatted);
      scene.write({ '0002_seed.sql': "INSERT INTO public.books VALUES (1, 'Emma');\n" });
      expect(await upOn(await scene.run(config(scene)), { skipBackup, force: { reason: 'a test' } })).toMatchObject({
        outcome: 'done',
      });
      expect(typesOf(scene)).toBe(formatted);
    });

    test('where they cannot be written, the run is done all the same and says so', async () => {
      const scene = current();
      scene.write({ '0001_books.sql': books });
      writeFileSync(path.join(scene.root, 'src'), 'a file where the folder should be');
      const result = await upOn(await scene.run(config(scene)), { skipBackup });
      expect(result.outcome).toBe('done');
      expect(result.warnings).toEqual([expect.stringContaining('was not brought up to date: Cannot')]);
      expect(await scene.relation('books')).toBe('books');
    });
  });
});
