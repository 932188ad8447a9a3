import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lint } from '../../src/app/lint.js';
import { splitMigration } from '../../src/app/split.js';
import { takeSnapshot } from '../../src/database/introspection/take-snapshot.js';
import { openDatabase } from '../../src/database/open-database.js';
import { readInput } from '../../src/sources/read-input.js';
import { loadLibpgQuery } from '../../src/sql/libpg-query/adapter.js';
import { readScript } from '../../src/sql/read-script.js';
import { compareSchemas } from '../../src/verify/compare/compare-schemas.js';
import { renderDifferences } from '../../src/verify/compare/render-differences.js';

const tables =
  'CREATE TABLE authors (id bigint PRIMARY KEY);\nCREATE TABLE books (id bigint PRIMARY KEY, title text, author_id bigint, isbn text);\nCREATE INDEX books_old ON books (title, isbn);\n';
const more = `SET lock_timeout = '2s';
CREATE INDEX books_title ON books (title);
ALTER TABLE books ADD COLUMN pages int, ADD FOREIGN KEY (author_id) REFERENCES authors (id);
ALTER TABLE books ADD CONSTRAINT pages_positive CHECK (pages > 0);
ALTER TABLE books ALTER COLUMN isbn SET NOT NULL;
ALTER TABLE books ADD CONSTRAINT books_isbn UNIQUE (isbn);
DROP INDEX books_old;
`;
const undo = 'ALTER TABLE books DROP COLUMN pages;\n';

/** The two files in the way of a tool. */
const formats: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'db/migrations': {
    '0001_books.sql': `${tables}\n-- ROLLBACK START\n-- DROP TABLE books;\n-- DROP TABLE authors;\n-- ROLLBACK END\n`,
    '0002_more.sql': `${more}\n-- ROLLBACK START\n-- ${undo}-- ROLLBACK END\n`,
  },
  dbmate: {
    '20260101000000_books.sql': `-- migrate:up\n${tables}\n-- migrate:down\nDROP TABLE books;\nDROP TABLE authors;\n`,
    '20260102000000_more.sql': `-- migrate:up\n${more}\n-- migrate:down\n${undo}`,
  },
  goose: {
    '00001_books.sql': `-- +goose Up\n${tables}\n-- +goose Down\nDROP TABLE books;\nDROP TABLE authors;\n`,
    '00002_more.sql': `-- +goose Up\n${more}\n-- +goose Down\n${undo}`,
  },
  'golang-migrate': {
    '000001_books.up.sql': tables,
    '000001_books.down.sql': 'DROP TABLE books;\nDROP TABLE authors;\n',
    '000002_more.up.sql': more,
    '000002_more.down.sql': undo,
  },
  'supabase/migrations': { '20260101000000_books.sql': tables, '20260102000000_more.sql': more },
};

let cwd = '';
beforeEach(async () => {
  cwd = await mkdtemp(path.join(tmpdir(), 'pgairlock-split-'));
});
afterEach(() => rm(cwd, { recursive: true }));

async function write(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(path.join(cwd, folder), { recursive: true });
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(path.join(cwd, folder, name), text)));
}
const upOf = (folder: string): string =>
  path.join(folder, Object.keys(formats[folder] ?? {}).find((name) => /more(\.up)?\.sql$/.test(name)) ?? '');

/** The schema that the ups of the folder make. */
async function schemaAfter(folder: string) {
  const parser = await loadLibpgQuery();
  const [batch] = await readInput({ cwd, paths: [folder], ignoreBase: cwd });
  const database = await openDatabase({ adapter: 'pglite' });
  try {
    for (const { up } of batch?.result.migrations ?? [])
      for (const { span } of readScript(up.text, parser).statements)
        await database.execute(up.text.slice(span.start, span.end));
    return await takeSnapshot(database, {});
  } finally {
    await database.close();
  }
}

describe.each(Object.keys(formats))('in %s', (folder) => {
  beforeEach(() => write(folder, formats[folder] ?? {}));
  const locks = async (): Promise<readonly string[]> =>
    (await lint({ cwd, paths: [folder], configFile: false })).files
      .flatMap(({ findings }) => findings)
      .filter(
        ({ severity, category }) => severity === 'error' && ['locks', 'transactions', 'history'].includes(category),
      )
      .map(({ ruleId, path: file, message }) => `${path.basename(file)} ${ruleId} ${message}`);

  test('what is split is refused no more, and makes the same schema', async () => {
    expect((await locks()).length).toBeGreaterThan(4);
    const before = await schemaAfter(folder);
    const { files, diff } = await splitMigration({ cwd, file: upOf(folder), configFile: false });
    execFileSync('git', ['init', '-q'], { cwd });
    execFileSync('git', ['apply', '-'], { cwd, input: diff });
    const written = await readdir(path.join(cwd, folder));
    expect(files.map((file) => path.basename(file.path)).every((name) => written.includes(name))).toBe(true);
    expect(await locks()).toEqual([]);
    expect(renderDifferences(compareSchemas(before, await schemaAfter(folder)))).toEqual(renderDifferences([]));
  }, 120_000);
});

test('without such findings nothing is split', async () => {
  await write('migrations', { '0001_books.sql': tables });
  const result = await splitMigration({ cwd, file: 'migrations/0001_books.sql', configFile: false });
  expect(result).toEqual({ files: [], diff: '', mended: [], notes: [] });
});

test('a migration with no room behind it is refused', async () => {
  await write('migrations', { '0001_books.sql': tables, '0002_more.sql': more, '0003_last.sql': 'SELECT 1;' });
  await expect(splitMigration({ cwd, file: 'migrations/0002_more.sql', configFile: false })).rejects.toThrow(
    /^Between 0002_more and 0003_last there is no room for \d+ migrations: a migration can be split where it is the last of its folder, or where the next version leaves room behind it\.$/,
  );
});

describe('versions that are times', () => {
  const folder = {
    '20260101000000_books.sql': tables,
    '20260102000058_more.sql':
      'CREATE INDEX a ON books (title);\nCREATE INDEX b ON books (isbn);\nDROP INDEX books_old;\n',
    '20260103000000_last.sql': 'SELECT 1;',
  };
  beforeEach(() => write('migrations', folder));

  test('have room behind them, and stay times', async () => {
    const { files } = await splitMigration({ cwd, file: 'migrations/20260102000058_more.sql', configFile: false });
    expect(files.map((file) => path.basename(file.path))).toEqual([
      '20260102000058_more.sql',
      '20260102000059_build_b.sql',
      '20260102000100_drop_books_old.sql',
    ]);
  });

  test('do not decide the date in the header', async () => {
    const now = new Date('2026-03-04T05:06:07Z');
    const file = 'migrations/20260102000058_more.sql';
    const [, ...made] = (await splitMigration({ cwd, file, configFile: false, now })).files;
    expect(made.map(({ text }) => /^-- Date: .*$/m.exec(text)?.[0])).toEqual(Array(2).fill('-- Date: 2026-03-04'));
  });
});

describe('where only comments and settings would be left', () => {
  const index = 'CREATE INDEX books_title ON books (title);\n';
  const textsOf = async (folder: string, second: string, name = '0002_more.sql') => {
    await write(folder, { ...formats[folder], '0001_books.sql': tables, [name]: second });
    const { files } = await splitMigration({ cwd, file: path.join(folder, name), configFile: false });
    return Object.fromEntries(files.map((file) => [path.basename(file.path), file.text]));
  };

  test('the first of the new statements takes the place', async () => {
    const text = `-- Readers look for titles.\nSET lock_timeout = '2s';\n\nBEGIN;\n${index}COMMIT;\n`;
    expect(await textsOf('migrations', text)).toEqual({
      '0002_more.sql': '-- Readers look for titles.\nCREATE INDEX CONCURRENTLY books_title ON books (title);\n',
    });
  });

  test('only the others come later', async () => {
    const unique = 'ALTER TABLE books ADD CONSTRAINT books_isbn UNIQUE (isbn);\n';
    const texts = await textsOf('migrations', unique + index);
    expect(Object.keys(texts)).toEqual(['0002_more.sql', '0003_build_books_title.sql', '0004_more_finish.sql']);
    expect(texts['0002_more.sql']).toBe('CREATE UNIQUE INDEX CONCURRENTLY books_isbn ON books (isbn);\n');
  });

  test('a setting that says where names are looked up stays', async () => {
    const texts = await textsOf('migrations', `SET search_path = public;\n${index}`);
    expect(texts['0002_more.sql']).toBe('SET search_path = public;\n');
  });

  test('the down is that of what is there', async () => {
    const text = `${index}\n-- ROLLBACK START\n-- DROP INDEX public.books_title;\n-- ROLLBACK END\n`;
    const texts = await textsOf('db/migrations', text);
    expect(Object.keys(texts)).toEqual(['0002_more.sql']);
    expect(texts['0002_more.sql']).toMatch(
      /^CREATE INDEX CONCURRENTLY .*\n\n-- ROLLBACK START\n(--.*\n)*-- DROP INDEX/,
    );
  });

  test('goose is told to use no transaction', async () => {
    const fenced = `-- +goose StatementBegin\n${index}-- +goose StatementEnd\n`;
    const second = fenced.replace('books_title', 'other');
    const up = `-- +goose Up\n${fenced}${second}\n-- +goose Down\nSELECT 1;\n`;
    const [text = '', later = ''] = Object.values(await textsOf('goose', up, '00002_more.sql'));
    expect(text.split('-- +goose Down')[0]).toBe(
      `-- +goose NO TRANSACTION\n-- +goose Up\n${fenced.replace('INDEX', 'INDEX CONCURRENTLY')}\n`,
    );
    expect(later).toContain('CREATE INDEX CONCURRENTLY other ON books (title);');
  });

  test('dbmate is told behind its markers, as they are written', async () => {
    const up = `--  migrate:up\n${index}\n-- migrate:down\nDROP INDEX books_title;\n`;
    const [text, ...later] = Object.values(await textsOf('dbmate', up, '20260102000000_more.sql'));
    expect(text).toMatch(
      /^-- {2}migrate:up transaction:false\nCREATE INDEX CONCURRENTLY .*\n\n-- migrate:down transaction:false\n/,
    );
    expect(later).toEqual([]);
  });
});

describe('in a repository', () => {
  const file = 'migrations/0002_more.sql';
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], { cwd });
  const notes = async () => (await splitMigration({ cwd, file, configFile: false })).notes;
  beforeEach(async () => {
    await write('migrations', { '0001_books.sql': tables, '0002_more.sql': more });
    git('init', '-q');
  });

  test('what is committed and unchanged is warned of', async () => {
    git('add', '.');
    expect(await notes()).toEqual([]);
    git('commit', '-q', '-m', 'Add books');
    expect(await notes()).toEqual([
      `${file} is committed and unchanged: if a database has applied it, leave it as it is. Split only what is not applied anywhere yet.`,
    ]);
    await writeFile(path.join(cwd, file), `${more}-- changed\n`);
    expect(await notes()).toEqual([]);
  });
});

test('a tool that knows no file without a transaction is not given one', async () => {
  await write('migrations', {
    'V1__books.sql': tables,
    'V2__more.sql': 'CREATE INDEX books_title ON books (title);',
    'refinery.toml': '',
  });
  const config = { format: 'refinery' } as const;
  await expect(splitMigration({ cwd, file: 'migrations/V2__more.sql', configFile: false, config })).rejects.toThrow(
    'It cannot be split',
  );
});
