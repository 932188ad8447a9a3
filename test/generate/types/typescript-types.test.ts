import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../../src/database/database.js';
import { openDatabase } from '../../../src/database/open-database.js';
import { loadTypegen } from '../../../src/generate/types/load-typegen.js';
import { typescriptTypes } from '../../../src/generate/types/typescript-types.js';
import { realServer } from '../../database/real-server.js';

const fixture = (name: string): string =>
  readFileSync(new URL(`../../../fixtures/types/${name}`, import.meta.url), 'utf8');

const server = await realServer();
const open: Database[] = [];
let embedded: Database;

async function filled(database: Database): Promise<Database> {
  open.push(database);
  for (const statement of fixture('schema.sql').split(/;\n/)) {
    if (statement.trim() !== '') await database.execute(statement);
  }
  return database;
}

beforeAll(async () => {
  embedded = await filled(await openDatabase({ adapter: 'pglite' }));
}, 60_000);
afterAll(async () => {
  for (const database of open) await database.close();
  if (server.available) await server.stop();
});

const schemas = ['public', 'archive'];

test('the file is, byte for byte, the one that the Supabase generator writes', async () => {
  expect(await typescriptTypes(embedded, { schemas })).toBe(fixture('database.types.ts'));
});

describe.skipIf(!server.available)('on a real server', () => {
  test('it is the same', async () => {
    if (!server.available) return;
    const database = await filled(await openDatabase(await server.newDatabase()));
    expect(await typescriptTypes(database, { schemas })).toBe(fixture('database.types.ts'));
  }, 60_000);
});

test('only the schemas that were asked for are in it, and the first is the default without public', async () => {
  const text = await typescriptTypes(embedded, { schemas: ['archive'] });
  expect(text).toMatch(/Extract<\s*keyof Database,\s*"archive"\s*>/);
  expect(text).not.toMatch(/^ {2}public: /m);
});

test('the version of PostgREST is said where it is known', async () => {
  const text = await typescriptTypes(embedded, { schemas, postgrestVersion: '13.0.5' });
  expect(text).toMatch(/__InternalSupabase: \{\n\s+PostgrestVersion: "13\.0\.5"/);
  expect(await typescriptTypes(embedded, { schemas })).not.toContain('PostgrestVersion:');
});

test('a session is asked one thing at a time', async () => {
  let [asked, most] = [0, 0];
  const counted: Database = {
    ...embedded,
    query: async (statement) => {
      asked += 1;
      most = Math.max(most, asked);
      const rows = await embedded.query(statement);
      asked -= 1;
      return rows;
    },
  };
  expect(await typescriptTypes(counted, { schemas })).toBe(fixture('database.types.ts'));
  expect(most).toBe(1);
});

test('a package that is missing is named with the command that installs it', async () => {
  const missing = loadTypegen(() => Promise.reject(new Error('Cannot find package')));
  await expect(missing).rejects.toMatchObject({
    code: 'not-available',
    message: expect.stringContaining('npm install -D -E @supabase/postgrest-typegen@0.2.2'),
  });
});
