import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatNames } from '../../src/core/format-name.js';
import type { TransactionModel } from '../../src/core/migration.js';
import { sourceOf } from '../../src/sources/formats.js';
import { readInput } from '../../src/sources/read-input.js';
import type { ReadResult } from '../../src/sources/source.js';

const fixtures = fileURLToPath(new URL('../../fixtures/formats/', import.meta.url));

async function readOnly(cwd: string, paths: readonly string[] = []): Promise<ReadResult> {
  const [batch, ...others] = await readInput({ cwd, paths });
  if (batch === undefined || others.length > 0) throw new Error(`expected one batch, got ${others.length + 1}`);
  return batch.result;
}

/** Id, model of the up, model of the down or `-`, dependencies. */
type Row = readonly [string, TransactionModel, TransactionModel | '-', ...string[]];

const rowsOf = ({ migrations }: ReadResult): readonly Row[] =>
  migrations.map(({ id, up, down, dependencies }) => [id, up.transaction, down?.transaction ?? '-', ...dependencies]);

const formats: readonly (readonly [project: string, format: string, rows: readonly Row[]])[] = [
  [
    'dbmate',
    'dbmate',
    [
      ['20260101120000_books', 'transaction', 'transaction'],
      ['20260102120000_index', 'simple-query', 'transaction'],
    ],
  ],
  [
    'goose',
    'goose',
    [
      ['00001_books', 'transaction', 'transaction'],
      ['00002_index', 'autocommit', 'autocommit'],
      ['10_last', 'transaction', '-'],
    ],
  ],
  [
    'sql-migrate',
    'sql-migrate',
    [
      ['1_books', 'transaction', 'transaction'],
      ['2_index', 'autocommit', 'transaction'],
    ],
  ],
  [
    'golang-migrate',
    'golang-migrate',
    [
      ['9_books', 'simple-query', 'simple-query'],
      ['10_index', 'simple-query', '-'],
    ],
  ],
  [
    'tern',
    'tern',
    [
      ['001_books', 'transaction', 'transaction'],
      ['002_index', 'autocommit', '-'],
      ['003_shared', 'transaction', '-'],
    ],
  ],
  [
    'node-pg-migrate',
    'node-pg-migrate',
    [
      ['1767268800000_books', 'transaction', 'transaction'],
      ['1767268900000_loans', 'transaction', 'transaction'],
    ],
  ],
  [
    'sqitch',
    'sqitch',
    [
      ['books@v1', 'autocommit', 'autocommit'],
      ['loans', 'autocommit', 'autocommit', 'books@v1'],
      ['books', 'autocommit', 'autocommit', 'books@v1'],
    ],
  ],
  [
    'flyway',
    'flyway',
    [
      ['V1.2__books', 'transaction', 'transaction'],
      ['V1.10__index', 'autocommit', '-'],
      ['V2__sent_alone', 'autocommit', '-'],
      ['R__view', 'transaction', '-'],
    ],
  ],
  [
    'refinery',
    'refinery',
    [
      ['V1__books', 'transaction', '-'],
      ['U2__loans', 'transaction', '-'],
    ],
  ],
  [
    'sqlx',
    'sqlx',
    [
      ['20260101120000_books', 'transaction', 'transaction'],
      ['20260102120000_index', 'simple-query', 'transaction'],
    ],
  ],
  [
    'prisma',
    'prisma',
    [
      ['20260101120000_books', 'simple-query', '-'],
      ['20260102120000_loans', 'simple-query', '-'],
    ],
  ],
  [
    'drizzle',
    'drizzle',
    [
      ['0000_books', 'transaction', '-'],
      ['0001_loans', 'transaction', '-'],
    ],
  ],
  ['drizzle-folders', 'drizzle', [['20260101120000_books', 'transaction', '-']]],
  [
    'graphile-migrate',
    'graphile-migrate',
    [
      ['000001-books', 'transaction', '-'],
      ['000002', 'simple-query', '-', '000001-books'],
      ['current', 'transaction', '-', '000002'],
    ],
  ],
  [
    'hasura',
    'hasura',
    [
      ['1767268800000_books', 'transaction', 'transaction'],
      ['1767268900000_loans', 'transaction', 'transaction'],
    ],
  ],
  [
    'diesel',
    'diesel',
    [
      ['2026-01-01-120000_books', 'transaction', 'transaction'],
      ['2026-01-02-120000_index', 'simple-query', 'simple-query'],
    ],
  ],
  [
    'postgres-migrations',
    'postgres-migrations',
    [
      ['1_books', 'transaction', '-'],
      ['2-index', 'simple-query', '-'],
    ],
  ],
  ['umzug', 'umzug', [['2026.01.01T12.00.00.books', 'simple-query', 'simple-query']]],
  [
    'pop',
    'pop',
    [
      ['20260101120000_books', 'transaction', 'transaction'],
      ['20260102120000_index', 'autocommit', 'autocommit'],
    ],
  ],
];

describe.each(formats)('%s', (project, format, rows) => {
  const cwd = path.join(fixtures, project);

  it('is detected, in order, with downs, models and dependencies', async () => {
    const result = await readOnly(cwd);
    expect(result.format).toBe(format);
    expect(rowsOf(result)).toEqual(rows);
    expect(result.skipped).toEqual([]);
  });

  it('keeps the offsets of its files, and each direction to itself', async () => {
    for (const { up, down } of (await readOnly(cwd)).migrations) {
      expect(up.text).not.toMatch(/\bDROP\b/);
      expect(up.text).toHaveLength(up.source.length);
      if (down === undefined) continue;
      expect(down.text).not.toMatch(/\bCREATE\b/);
      expect(down.text).toMatch(/\bDROP\b/);
      expect(down.text).toHaveLength(down.source.length);
    }
  });

  it('is found from each of its files', async () => {
    const { migrations } = await readOnly(cwd);
    for (const { up, down } of migrations) {
      for (const section of down ? [up, down] : [up]) {
        const result = await readOnly(cwd, [section.path]);
        expect([section.path, result.format, result.migrations.length]).toEqual([
          section.path,
          format,
          migrations.length,
        ]);
      }
    }
  });
});

it('every format that a config may name has a reader', () => {
  expect(formatNames.map((name) => sourceOf(name).format)).toEqual([...formatNames]);
});

describe('what belongs to a history and is no migration', () => {
  it.each([
    ['sqitch', ['verify/books.sql', 'verify/books@v1.sql', 'verify/loans.sql']],
    ['tern', ['shared/touch.sql']],
    ['flyway', ['B1.2__baseline.sql']],
    ['graphile-migrate', ['afterReset.sql']],
    ['pop', ['20260101120000_books.mysql.up.sql', '20260101120000_books.up.sql']],
  ])('is named: %s', async (project, expected) => {
    const { companions = [] } = await readOnly(path.join(fixtures, project));
    expect(companions.map((companion) => companion.path).toSorted()).toEqual(expected);
  });
});

describe('a folder inside of a Supabase project', () => {
  let cwd = '';
  beforeEach(async () => {
    cwd = await mkdtemp(path.join(tmpdir(), 'pgairlock-supabase-'));
    await mkdir(path.join(cwd, 'supabase/migrations/meta'), { recursive: true });
    await writeFile(path.join(cwd, 'supabase/config.toml'), 'project_id = "x"\n[db]\nmajor_version = 17\n');
  });
  afterEach(() => rm(cwd, { recursive: true }));

  it('keeps the settings of the project where drizzle-kit applies it', async () => {
    await writeFile(
      path.join(cwd, 'supabase/migrations/meta/_journal.json'),
      '{"entries":[{"idx":0,"when":1,"tag":"0000_a"}]}',
    );
    await writeFile(path.join(cwd, 'supabase/migrations/0000_a.sql'), 'SELECT 1;');
    expect(await readOnly(cwd)).toMatchObject({ format: 'drizzle', supabase: true, server: 17 });
  });

  it('ends a statement where drizzle-kit cuts, with or without a semicolon', async () => {
    const sql = 'SELECT 1\n--> statement-breakpoint\nSELECT 2;--> statement-breakpoint\nSELECT 3;';
    await writeFile(path.join(cwd, 'supabase/migrations/meta/_journal.json'), '{"entries":[{"idx":0,"tag":"0_a"}]}');
    await writeFile(path.join(cwd, 'supabase/migrations/0_a.sql'), sql);
    const [migration] = (await readOnly(cwd)).migrations;
    expect(migration?.up.text.split(';').map((part) => part.trim())).toEqual([
      'SELECT 1',
      'SELECT 2',
      '',
      'SELECT 3',
      '',
    ]);
    expect(migration?.up.text.length).toBe(sql.length);
  });

  it('knows the line that turns the transaction of a file off', async () => {
    const line = '-- pg-delta: transaction=false\n';
    await writeFile(path.join(cwd, 'supabase/migrations/1_a.sql'), `${line}SELECT 1;`);
    await writeFile(path.join(cwd, 'supabase/migrations/2_b.sql'), `SELECT 1;\n${line}`);
    expect(rowsOf(await readOnly(cwd))).toEqual([
      ['1_a', 'autocommit', '-'],
      ['2_b', 'pipeline-standalone', '-'],
    ]);
  });
});

describe('bad input', () => {
  let cwd = '';
  beforeEach(async () => {
    cwd = await mkdtemp(path.join(tmpdir(), 'pgairlock-formats-'));
  });
  afterEach(() => rm(cwd, { recursive: true }));

  const problemsOf = async (files: Readonly<Record<string, string | Uint8Array>>): Promise<readonly string[]> => {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(cwd, name)), { recursive: true });
      await writeFile(path.join(cwd, name), content);
    }
    const { skipped, migrations } = await readOnly(cwd, ['.']);
    return [...skipped, ...migrations.flatMap(({ problems }) => problems)].map(
      ({ ruleId, path: file }) => `${ruleId} ${file}`,
    );
  };

  const goose = '-- +goose Up\nSELECT 1;\n';
  const planOf = (...lines: readonly string[]): string =>
    [
      '%syntax-version=1.0.0',
      '%project=x',
      ...lines.map((line) => `${line} 2026-01-01T12:00:00Z A <a@b.c> # note`),
    ].join('\n');

  const cases: readonly (readonly [string, Readonly<Record<string, string | Uint8Array>>, string])[] = [
    ['two ups with one version', { '1_a.sql': goose, '01_b.sql': goose }, 'duplicate-version 1_a.sql'],
    [
      'two plain files with one number',
      { '001_a.sql': 'SELECT 1;', '001_b.sql': 'SELECT 1;' },
      'duplicate-version 001_b.sql',
    ],
    [
      'two files of a Supabase project with one version',
      {
        'supabase/config.toml': 'project_id = "x"',
        'supabase/migrations/20260101000000_a.sql': 'SELECT 1;',
        'supabase/migrations/20260101000000_b.sql': 'SELECT 1;',
      },
      'duplicate-version supabase/migrations/20260101000000_b.sql',
    ],
    ['a misnamed file', { '1_a.sql': goose, 'notes.sql': goose }, 'bad-file-name notes.sql'],
    ['a goose file without Up', { '1_a.sql': goose, '2_b.sql': 'SELECT 1;' }, 'invalid-format 2_b.sql'],
    [
      'a StatementBegin without its end',
      { '1_a.sql': `${goose}-- +goose StatementBegin\nSELECT 2;\n` },
      'invalid-format 1_a.sql',
    ],
    ['a dbmate file without a down', { '1_a.sql': '-- migrate:up\nSELECT 1;\n' }, 'invalid-format 1_a.sql'],
    [
      'a marker in a string',
      { '1_a.sql': "-- migrate:up\nSELECT '\n-- migrate:down\n';\n-- migrate:down\nSELECT 2;\n" },
      'marker-in-string 1_a.sql',
    ],
    [
      'a down of no migration',
      { '1_a.up.sql': 'SELECT 1;', '2_b.down.sql': 'SELECT 1;' },
      'unpaired-down-file 2_b.down.sql',
    ],
    [
      'a plan that names a missing file',
      { 'sqitch.plan': planOf('a', 'b'), 'deploy/a.sql': '' },
      'missing-plan-file sqitch.plan',
    ],
    [
      'a journal that names a missing file',
      { 'meta/_journal.json': '{"entries":[{"idx":0,"when":1,"tag":"0000_gone"}]}' },
      'missing-plan-file meta/_journal.json',
    ],
    [
      'a journal that is no JSON',
      { 'meta/_journal.json': '{', '0000_a.sql': 'SELECT 1;' },
      'invalid-format meta/_journal.json',
    ],
    [
      'a gap in the numbers of tern',
      { 'tern.conf': '', '001_a.sql': 'SELECT 1;', '003_c.sql': 'SELECT 1;' },
      'invalid-format 003_c.sql',
    ],
    [
      'mixed statements for Flyway',
      { 'V1__a.sql': 'CREATE TABLE a ();\nCREATE INDEX CONCURRENTLY i ON a (b);' },
      'invalid-format V1__a.sql',
    ],
    [
      'a broken chain of hashes',
      {
        'committed/000001.sql': '--! Previous: -\n--! Hash: sha1:aa\n\nSELECT 1;',
        'committed/000002.sql': '--! Previous: sha1:zz\n--! Hash: sha1:bb\n\nSELECT 1;',
        'current.sql': '',
      },
      'invalid-format committed/000002.sql',
    ],
    ['a file in UTF-16', { '1_a.up.sql': Uint8Array.from([0xff, 0xfe, 65, 0]) }, 'unreadable-file 1_a.up.sql'],
    ['a placeholder', { 'V1__a.sql': 'CREATE TABLE {{ schema }}.a (b int);' }, 'template-placeholder V1__a.sql'],
  ];

  it.each(cases)('%s is one clear problem', async (_, files, expected) => {
    expect(await problemsOf(files)).toEqual([expected]);
  });

  it('a cycle of requirements is named beside the missing plan', async () => {
    const files = {
      'deploy/a.sql': '-- requires: b\nSELECT 1;',
      'deploy/b.sql': '-- requires: a\nSELECT 1;',
      'revert/a.sql': 'SELECT 1;',
    };
    expect(await problemsOf(files)).toEqual(['missing-plan-file sqitch.plan', 'invalid-format deploy/a.sql']);
  });
});
