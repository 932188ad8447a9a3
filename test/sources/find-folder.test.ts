import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findMigrationsFolder } from '../../src/sources/find-folder.js';

let cwd = '';
beforeEach(async () => {
  cwd = await mkdtemp(path.join(tmpdir(), 'pgairlock-find-'));
});
afterEach(() => rm(cwd, { recursive: true }));

async function write(...files: readonly string[]): Promise<void> {
  for (const file of files) {
    await mkdir(path.dirname(path.join(cwd, file)), { recursive: true });
    await writeFile(path.join(cwd, file), 'select 1;');
  }
}

const found = async (): Promise<string> => (await findMigrationsFolder(cwd)).shown;

test.each([
  ['in a usual place', ['db/migrations/0001_a.sql', 'services/shop/migrations/0001_a.sql'], 'db/migrations'],
  ['deep in a monorepo', ['services/shop/db/migration/V1__a.sql'], 'services/shop/db/migration'],
  [
    'of folders that are a migration each',
    ['apps/web/prisma/migrations/1_a/migration.sql'],
    'apps/web/prisma/migrations',
  ],
  [
    'of up and down folders',
    ['store/migrations/2026-01-01-000000_a/up.sql', 'store/migrations/2026-01-01-000000_a/down.sql'],
    'store/migrations',
  ],
  ['of parts', ['api/data/deploy/a.sql', 'api/data/revert/a.sql', 'api/data/verify/a.sql'], 'api/data'],
  [
    'beside what tests, examples and packages apply',
    [
      'api/migrations/0001_a.sql',
      'api/test/migrations/0001_a.sql',
      'examples/migrations/0001_a.sql',
      'api/node_modules/x/migrations/0001_a.sql',
      'api/.cache/migrations/0001_a.sql',
    ],
    'api/migrations',
  ],
  ['with another one inside', ['api/migrations/0001_a.sql', 'api/migrations/archive/0001_b.sql'], 'api/migrations'],
])('a folder %s is found', async (_where, files, folder) => {
  await write(...files);
  expect(await found()).toBe(folder);
});

test('of several none is chosen', async () => {
  await write('a/migrations/0001_a.sql', 'b/migrations/0001_a.sql');
  await expect(found()).rejects.toThrow(
    'Found several migrations folders: a/migrations, b/migrations. Name the one to lint, or set "migrations" in the config.',
  );
  await write(...['c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'].map((name) => `${name}/migrations/0001_a.sql`));
  await expect(found()).rejects.toThrow('h/migrations and 2 more.');
});

test('a folder of other SQL is none', async () => {
  await write('api/queries/0001_a.sql', 'api/migrations/README.md');
  await expect(found()).rejects.toThrow('Found no migrations folder here.');
});
