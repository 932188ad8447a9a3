import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixMigrations } from '../../src/app/fix.js';

let cwd = '';
const file = 'migrations/0001_loans.sql';
const before = '-- Loans\n\nCREATE TABLE loans (\n  id bigint PRIMARY KEY,\n  details json,\n  lent_at timestamp\n);\n';

beforeAll(async () => {
  cwd = await mkdtemp(path.join(tmpdir(), 'pgairlock-fix-'));
  await mkdir(path.join(cwd, 'migrations'));
  await writeFile(path.join(cwd, file), before);
});
afterAll(() => rm(cwd, { recursive: true }));

test('the diff is what makes the fixed text of the old one, and nothing is written', async () => {
  const { fixed, diff } = await fixMigrations({ cwd, configFile: false });
  expect(diff).toContain(`--- a/${file}\n+++ b/${file}\n@@ -2,6 +2,6 @@\n`);
  expect(diff).toContain('\n-  details json,\n-  lent_at timestamp\n+  details jsonb,\n+  lent_at timestamptz\n');
  expect(await readFile(path.join(cwd, file), 'utf8')).toBe(before);
  execFileSync('git', ['init', '-q'], { cwd });
  execFileSync('git', ['apply', '-'], { cwd, input: diff });
  expect(await readFile(path.join(cwd, file), 'utf8')).toBe(fixed.get(path.join(cwd, file)));
  expect((await fixMigrations({ cwd, configFile: false })).diff).toBe('');
});

test('what many files share is fixed in the newest alone, once', async () => {
  const several = await mkdtemp(path.join(tmpdir(), 'pgairlock-fix-'));
  await mkdir(path.join(several, 'migrations'));
  const write = (name: string, sql: string) => writeFile(path.join(several, 'migrations', name), sql);
  await write('01_books.sql', 'create table books (id bigint primary key);');
  for (const number of [2, 3, 4, 5, 6, 7, 8])
    await write(
      `0${number}_more.sql`,
      `alter table books add a${number} int;\nalter table books add b${number} int;\n`,
    );
  const rules = { 'combine-alter-table': 'off', 'missing-down': 'off' } as const;
  const { fixed } = await fixMigrations({ cwd: several, configFile: false, config: { rules } });
  expect([...fixed]).toEqual([
    [
      path.join(several, 'migrations', '08_more.sql'),
      "set local lock_timeout = '2s';\nalter table books add a8 int;\nalter table books add b8 int;\n",
    ],
  ]);
  await rm(several, { recursive: true });
});
