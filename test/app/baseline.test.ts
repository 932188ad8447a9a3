import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lint } from '../../src/app/lint.js';
import type { LintOptions } from '../../src/app/lint-options.js';
import { newBaseline } from '../../src/app/new-baseline.js';
import { summarize } from '../../src/core/report.js';
import { sarif } from '../../src/reporters/sarif.js';

let cwd = '';
beforeEach(async () => {
  cwd = await mkdtemp(path.join(tmpdir(), 'pgairlock-baseline-'));
  await write('migrations/0001_books.sql', 'create table books (id bigint primary key, title text, isbn text);');
  await write('migrations/0002_index.sql', 'create index books_title on books (title);');
});
afterEach(() => rm(cwd, { recursive: true }));

async function write(name: string, text: string): Promise<void> {
  await mkdir(path.dirname(path.join(cwd, name)), { recursive: true });
  await writeFile(path.join(cwd, name), text);
}

// One rule, so that the numbers below mean something.
const rules = { 'missing-lock-timeout': 'off', 'missing-down': 'off', 'duplicate-object': 'off' } as const;
const run = (options: LintOptions = {}) => lint({ cwd, config: { rules }, ...options });

async function save(options: LintOptions = {}, target?: string) {
  const update = await newBaseline({ cwd, config: { rules }, ...options }, target);
  await writeFile(update.file, update.text);
  return update;
}

test('known findings stay in the report and do not count', async () => {
  const update = await save();
  expect(update).toMatchObject({ findings: 1, files: 1, file: path.join(cwd, 'pgairlock-baseline.json') });
  const report = await run();
  expect(summarize(report)).toMatchObject({ errors: 0, suppressed: 1, clean: 2 });
  expect(report.files[1]?.findings[0]).toMatchObject({ suppressed: true, suppressionReason: 'baseline' });
  expect(report.context.at(-1)).toBe('Baseline pgairlock-baseline.json keeps 1 known finding quiet.');
  expect(sarif(report, { cwd, color: false, width: 80 })).toContain('"kind": "external"');
});

test('moved lines and another layout keep a finding known', async () => {
  await save();
  await write('migrations/0002_index.sql', '-- search\n\n\ncreate index books_title\n  on books (title);');
  expect(summarize(await run())).toMatchObject({ errors: 0, suppressed: 1 });
});

test('the same statement in a new file of the same name is new', async () => {
  await save();
  await write('migrations/0003_index.sql', 'create index books_title on books (title);');
  const report = await run();
  expect(report.files.map((file) => file.findings.filter(({ suppressed }) => !suppressed).length)).toEqual([0, 0, 1]);
});

test('a second occurrence in the same file is new', async () => {
  await save();
  await write('migrations/0002_index.sql', 'create index books_title on books (title);\n'.repeat(2));
  const findings = (await run()).files[1]?.findings.filter(({ ruleId }) => ruleId === 'create-index-non-concurrent');
  expect(findings?.map(({ suppressed }) => suppressed)).toEqual([true, false]);
});

test('what is fixed is told, and falls out when the baseline is written again', async () => {
  await save();
  await write('migrations/0002_index.sql', 'select 1;');
  expect((await run()).context.at(-1)).toMatch(/1 of its entries matches nothing any more/);
  expect(await save()).toMatchObject({ findings: 0, files: 0 });
});

test('files that were not named keep their entries, files that are gone lose them', async () => {
  await write('migrations/0003_index.sql', 'create index books_isbn on books (isbn);');
  await save();
  expect(await save({ paths: ['migrations/0003_index.sql'] })).toMatchObject({ findings: 2, files: 2 });
  await rm(path.join(cwd, 'migrations/0002_index.sql'));
  expect((await run()).context.at(-1)).toMatch(/1 of its entries matches nothing/);
  expect(await save({ paths: ['migrations/0003_index.sql'] })).toMatchObject({ findings: 1, files: 1 });
});

test('the config may name the file, and an option may turn it off', async () => {
  await write('pgairlock.config.json', JSON.stringify({ baseline: 'known.json', rules }));
  expect(await save()).toMatchObject({ file: path.join(cwd, 'known.json') });
  expect(summarize(await run())).toMatchObject({ errors: 0 });
  expect(summarize(await run({ baseline: false }))).toMatchObject({ errors: 1 });
});

test('a named baseline must be there, and be one', async () => {
  await expect(run({ baseline: 'none.json' })).rejects.toMatchObject({ code: 'config-unreadable' });
  await write('broken.json', '{');
  await expect(run({ baseline: 'broken.json' })).rejects.toMatchObject({ code: 'config-invalid' });
  await write('other.json', '{"schema": 7}');
  await expect(run({ baseline: 'other.json' })).rejects.toMatchObject({ code: 'config-invalid' });
});

test('a migration is never overwritten by a baseline', async () => {
  await expect(newBaseline({ cwd }, 'migrations/0001_books.sql')).rejects.toMatchObject({ code: 'usage' });
});
