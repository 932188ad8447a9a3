import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lint } from '../../../src/app/lint.js';
import { newBaseline } from '../../../src/app/new-baseline.js';
import { newVerifyBaseline } from '../../../src/app/verify/new-verify-baseline.js';
import { runVerify } from '../../../src/app/verify/verify.js';
import type { VerifyOptions } from '../../../src/app/verify/verify-options.js';
import { type Report, summarize } from '../../../src/core/report.js';

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(path.join(tmpdir(), 'pgairlock-baseline-'));
  await mkdir(path.join(cwd, 'migrations'));
  await write('0001_books.up.sql', 'create table books (id bigint primary key, title text);');
  await write('0001_books.down.sql', 'drop table books;');
  // Lint speaks of the index, and verify of the down that forgets it.
  await write('0002_index.up.sql', 'create index books_title on books (title);');
  await write('0002_index.down.sql', 'select 1;');
  await write('0003_loans.up.sql', 'select * from loans;');
  await write('0003_loans.down.sql', 'select 1;');
});
afterEach(() => rm(cwd, { recursive: true, force: true }));

const write = (name: string, sql: string) => writeFile(path.join(cwd, 'migrations', name), sql);

const options = (): VerifyOptions => ({ cwd, configFile: false, rows: false, cache: path.join(cwd, 'cache') });
const verify = async (more: VerifyOptions = {}): Promise<Report> => (await runVerify({ ...options(), ...more })).report;

async function save(made: Promise<{ readonly file: string; readonly text: string }>): Promise<void> {
  const { file, text } = await made;
  await writeFile(file, text);
}

const live = ({ files }: Report): readonly string[] =>
  files.flatMap(({ findings }) => findings.filter(({ suppressed }) => !suppressed).map(({ ruleId }) => ruleId)).sort();

test('what verify found before stays quiet, beside what lint found', async () => {
  expect(live(await verify())).toEqual(['down-not-restoring', 'replay-failure']);
  await save(newBaseline({ cwd, configFile: false }));
  await save(newVerifyBaseline(options()));

  const verified = await verify();
  expect(live(verified)).toEqual([]);
  expect(summarize(verified)).toMatchObject({ errors: 0, suppressed: 2 });
  expect(verified.context).toContain('Baseline pgairlock-baseline.json keeps 2 known findings quiet.');
  const linted = await lint({ cwd, configFile: false });
  expect(live(linted)).toEqual([]);
  expect(linted.context.at(-1)).toMatch(/keeps \d+ known findings? quiet\.$/);

  // Neither command drops what the other one found.
  await save(newBaseline({ cwd, configFile: false }));
  expect(live(await verify())).toEqual([]);

  await write('0004_more.up.sql', 'select * from more;');
  await write('0004_more.down.sql', 'select 1;');
  expect(live(await verify())).toEqual(['replay-failure']);
  expect(live(await verify({ baseline: false }))).toHaveLength(3);
}, 240_000);

test('a part alone looks at its own entries, and writes them alone', async () => {
  await save(newVerifyBaseline(options()));
  const replayed = await verify({ only: ['replay'] });
  expect(replayed.context.at(-1)).toBe('Baseline pgairlock-baseline.json keeps 1 known finding quiet.');

  await write('0003_loans.up.sql', 'select 1;');
  expect((await verify()).context.at(-1)).toBe(
    'Baseline pgairlock-baseline.json keeps 1 known finding quiet. ' +
      '1 of its entries matches nothing any more: write it again with --write-baseline.',
  );
  const { findings } = await newVerifyBaseline({ ...options(), only: ['replay'] });
  expect(findings).toBe(1);
}, 240_000);
