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
