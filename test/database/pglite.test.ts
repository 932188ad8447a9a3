import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { openDatabase } from '../../src/database/open-database.js';
import { databaseContract } from './contract.js';

databaseContract('PGlite', () => openDatabase({ adapter: 'pglite' }));

test('a database in a folder is there again when it is opened again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pgairlock-'));
  try {
    const first = await openDatabase({ adapter: 'pglite', folder });
    await first.execute('CREATE TABLE books (title text)');
    await first.execute("INSERT INTO books VALUES ('Emma')");
    await first.close();
    const second = await openDatabase({ adapter: 'pglite', folder });
    await expect(second.query('SELECT title FROM books')).resolves.toEqual([{ title: 'Emma' }]);
    expect(second.label).toBe(`pglite:${folder}`);
    await second.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('without its package it says what to install', async () => {
  vi.resetModules();
  vi.doMock('@electric-sql/pglite', () => {
    throw new Error('Cannot find package');
  });
  const { openPglite } = await import('../../src/database/pglite/adapter.js');
  await expect(openPglite({ adapter: 'pglite' })).rejects.toMatchObject({
    code: 'not-available',
    message: expect.stringContaining('npm install -D @electric-sql/pglite'),
  });
  vi.doUnmock('@electric-sql/pglite');
});
