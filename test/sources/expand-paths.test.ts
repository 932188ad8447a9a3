import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expandPaths, withSlashes } from '../../src/sources/expand-paths.js';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'pgairlock-paths-'));
  await mkdir(path.join(root, 'migrations'));
  for (const name of ['0001_a.sql', '0002_b.sql', '[x].sql']) await writeFile(path.join(root, 'migrations', name), '');
});
afterAll(() => rm(root, { recursive: true }));

const filesOf = async (...paths: string[]): Promise<readonly string[]> =>
  (await expandPaths(paths, root)).files.map((file) => path.relative(root, file).split(path.sep).join('/'));

test('a file that is named twice, and by patterns that overlap, is one', async () => {
  const once = ['migrations/0002_b.sql', 'migrations/0001_a.sql'];
  const patterns = ['migrations/000*.sql', 'migr*/0002*', './migrations/../migrations/0001_a.sql'];
  expect(await filesOf('migrations/0002_b.sql', ...patterns)).toEqual(once);
});

test('a file whose name looks like a pattern is that file', async () => {
  expect(await filesOf('migrations/[x].sql')).toEqual(['migrations/[x].sql']);
});

test('a path that is not there and a pattern without a match say so', async () => {
  await expect(filesOf('migrations/0003_c.sql')).rejects.toMatchObject({ code: 'input-not-found' });
  await expect(filesOf('migrations/9*.sql')).rejects.toMatchObject({ message: 'No file matches migrations/9*.sql.' });
});

test('backslashes separate folders on Windows and nowhere else', () => {
  expect(withSlashes('migrations\\2026*.sql', '\\')).toBe('migrations/2026*.sql');
  expect(withSlashes('migrations/\\[x].sql', '/')).toBe('migrations/\\[x].sql');
});
