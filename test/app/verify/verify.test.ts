import { mkdir, mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { runVerify } from '../../../src/app/verify/verify.js';
import type { VerifyOptions, VerifyRun } from '../../../src/app/verify/verify-options.js';
import type { Finding } from '../../../src/core/report.js';

/** One for all tests, as an empty server takes longest to make. */
let shared: string;
beforeAll(async () => {
  shared = await mkdtemp(path.join(tmpdir(), 'pgairlock-verify-'));
});
afterAll(() => rm(shared, { recursive: true, force: true }));

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(path.join(tmpdir(), 'pgairlock-verify-'));
  await mkdir(path.join(cwd, 'migrations'));
});
afterEach(() => rm(cwd, { recursive: true, force: true }));

const write = async (files: Readonly<Record<string, string>>): Promise<void> => {
  for (const [name, sql] of Object.entries(files)) await writeFile(path.join(cwd, 'migrations', name), sql);
};
const run = (options: VerifyOptions = {}): Promise<VerifyRun> =>
  runVerify({ cwd, configFile: false, cache: shared, ...options });
const findings = ({ report }: VerifyRun): readonly Finding[] => report.files.flatMap((file) => file.findings);
const shown = (done: VerifyRun): readonly string[] =>
  findings(done).map(
    ({ ruleId, severity, path: file, line }) => `${path.basename(file)}:${line} ${severity} ${ruleId}`,
  );

const books = 'create table books (id bigint primary key, title text);\n';

describe('findings', () => {
  test('stand at their statements, with levels and suppressions as in lint', async () => {
    await write({
      '0001_books.up.sql': books,
      '0001_books.down.sql': 'drop table books;',
      '0002_isbn.up.sql': 'alter table books drop column title;\nselect 1;\n\ninsert into book values (1);\n',
      '0002_isbn.down.sql': 'select 1;',
      '0003_edition.up.sql': 'alter table books drop id;',
      '0003_edition.down.sql': '-- pgairlock-disable-next-line down-not-restoring -- there is no way back\nselect 1;',
    });
    const done = await run({ config: { rules: { 'down-loses-data': 'off' } } });
    expect(shown(done)).toEqual([
      '0002_isbn.up.sql:4 error replay-failure',
      '0003_edition.down.sql:2 error down-not-restoring',
    ]);
    expect(findings(done).map(({ suppressed }) => suppressed)).toEqual([false, true]);
    expect(done.report.context.at(-1)).toBe('Downs not proved, as their up fails: 0002_isbn.');
  }, 120_000);

  test('are told for the named files alone; what is before them is replayed only', async () => {
    await write({
      '0001_books.up.sql': `${books}select * from nowhere;`,
      '0002_loans.up.sql': 'create table loans (id bigint references books (id));\nselect * from nothing;',
      '0003_more.up.sql': 'create table more ();',
    });
    const done = await run({ paths: ['migrations/0002_loans.up.sql'] });
    expect(shown(done)).toEqual(['0002_loans.up.sql:2 error replay-failure']);
    const [history] = done.histories;
    expect(history?.migrations.map(({ id, judged, measured }) => [id, judged, measured?.measured.length])).toEqual([
      ['0001_books', false, undefined],
      ['0002_loans', true, 1],
    ]);
  }, 120_000);

  test('tell of a generated down at its up', async () => {
    await write({ '0001_books.up.sql': books });
    const done = await run({ generated: true, only: ['down'] });
    expect(done.histories[0]?.migrations[0]).toMatchObject({ generated: true, proof: { outcome: 'restores' } });
    expect(shown(done)).toEqual([]);
  }, 120_000);

  test('name what was stood in for', async () => {
    await write({ '0001_cron.up.sql': 'create extension pg_cron;' });
    expect((await run({ only: ['replay'] })).report.context).toContain('Stood in for: pg_cron.');
  }, 120_000);
});

describe('bad input', () => {
  test('a statement that never ends is ended, and the run goes on', async () => {
    await write({
      '0001_books.up.sql': books,
      '0002_loop.up.sql': 'do $$ begin loop end loop; end $$;',
      '0003_loans.up.sql': 'create table loans (id bigint references books (id));',
    });
    const done = await run({ statementTimeout: 1_000 });
    expect(shown(done)).toEqual(['0002_loop.up.sql:1 error replay-failure']);
    expect(findings(done)[0]?.message).toContain('it ran longer than 1 s (57014)');
    expect(done.histories[0]?.migrations[2]?.measured?.measured.length).toBe(1);
  }, 300_000);

  test('a migration that drops the schema it stands in is no harm to those after it', async () => {
    await write({
      '0001_books.up.sql': books,
      '0002_drop.up.sql': 'drop schema public cascade;',
      '0002_drop.down.sql': 'create schema public;',
      '0003_schema.up.sql': 'create schema public;\ncreate table public.loans (id bigint);',
    });
    expect(shown(await run())).toEqual([
      '0002_drop.down.sql:1 error down-not-restoring',
      '0002_drop.down.sql:1 info down-loses-data',
    ]);
  }, 120_000);

  test('a session that is ended, a missing extension and a syntax error are findings', async () => {
    await write({
      '0001_end.up.sql': 'select pg_terminate_backend(pg_backend_pid());',
      '0002_extension.up.sql': 'create extension no_such_thing;',
      '0003_syntax.up.sql': 'create tabel a ();\ncreate table b ();',
      '0004_b.up.sql': 'alter table b add c int;',
    });
    expect(shown(await run())).toEqual([
      '0001_end.up.sql:1 error replay-failure',
      '0002_extension.up.sql:1 error replay-failure',
      '0003_syntax.up.sql:1 error replay-failure',
    ]);
  }, 120_000);

  test('files of no migrations folder have no history', async () => {
    await writeFile(path.join(cwd, 'draft.sql'), books);
    await expect(run({ paths: ['draft.sql'] })).rejects.toMatchObject({ code: 'usage' });
  });

  test('a server and a version exclude each other', async () => {
    await expect(run({ databaseUrl: 'postgres://localhost/a', postgres: 15 })).rejects.toMatchObject({ code: 'usage' });
  });
});

describe('the cache', () => {
  const cache = (): string => path.join(cwd, 'cache');
  const history = {
    '0001_books.up.sql': books,
    '0001_books.down.sql': 'drop table books;',
    '0002_isbn.up.sql': 'alter table books add isbn text;\nselect * from nowhere;',
    '0003_index.up.sql': 'create index books_title on books (title);',
  };
  const cached = ({ histories }: VerifyRun): number | undefined => histories[0]?.cached;

  test('keeps what was verified; the run says the same with it', async () => {
    await write(history);
    const first = await run({ cache: cache() });
    const second = await run({ cache: cache() });
    expect([cached(first), cached(second)]).toEqual([0, 3]);
    expect(findings(second)).toEqual(findings(first));
    await write({ '0003_index.up.sql': 'create index books_isbn on books (isbn);' });
    const third = await run({ cache: cache() });
    expect([cached(third), shown(third)]).toEqual([2, ['0002_isbn.up.sql:2 error replay-failure']]);
    await write({ '0004_more.up.sql': 'alter table books add edition int;' });
    expect(cached(await run({ cache: cache() }))).toBe(3);
  }, 240_000);

  test('is not used where something else is asked, or an early file is another', async () => {
    await write(history);
    await run({ cache: cache() });
    expect(cached(await run({ cache: cache(), rows: false }))).toBe(0);
    await write({ '0001_books.down.sql': 'drop table if exists books;' });
    expect(cached(await run({ cache: cache() }))).toBe(0);
    await write({ '0001_books.up.sql': 'create table books (id bigint, title text);' });
    expect(cached(await run({ cache: cache() }))).toBe(0);
  }, 240_000);

  test('is as good as empty where its files are cut off', async () => {
    await write(history);
    await run({ cache: cache() });
    for (const name of await readdir(cache())) {
      if (name.endsWith('.tar.gz')) await truncate(path.join(cache(), name), 1_000);
    }
    await write({ '0003_index.up.sql': 'create index books_isbn on books (isbn);' });
    const done = await run({ cache: cache() });
    expect([cached(done), shown(done)]).toEqual([0, ['0002_isbn.up.sql:2 error replay-failure']]);
  }, 240_000);
});
