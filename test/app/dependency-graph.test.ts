import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dependencyGraph } from '../../src/app/dependency-graph.js';
import { graphFormats } from '../../src/generate/graph/index.js';

const files = {
  '0001_books.sql': 'create table books (id bigint primary key, title text);',
  '0002_state.sql': "create type state as enum ('in', 'out');",
  '0003_loans.sql': '-- Depends on: 0001_books\ncreate table loans (book_id bigint references books, state state);',
  '0004_titles.sql': 'alter table books add subtitle text;',
  '0005_find.sql':
    'create function find(t text) returns setof books language sql as $$ select * from books where subtitle = t $$;',
  '0006_view.sql': 'create view found as select * from find($$x$$);\ncreate index on books (subtitle);',
  '0007_readers.sql': '-- Depends on: 0001_books\ncreate table readers (id bigint primary key);',
};

let cwd = '';
beforeAll(async () => {
  cwd = await mkdtemp(path.join(tmpdir(), 'pgairlock-graph-'));
  await mkdir(path.join(cwd, 'migrations'));
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(cwd, 'migrations', name), text);
});
afterAll(() => rm(cwd, { recursive: true }));

const edges = async (ids?: readonly string[]): Promise<string[]> => {
  const graph = await dependencyGraph({ cwd, ids });
  return graph.edges.map(
    ({ from, to, declared, objects }) => `${from} → ${to}${declared ? ' declared' : ''}: ${objects.join(', ')}`,
  );
};

describe('edges', () => {
  test('are what is declared and what the replay shows, with the objects', async () => {
    expect(await edges()).toEqual([
      '0003_loans → 0001_books declared: table books',
      '0003_loans → 0002_state: type state',
      '0004_titles → 0001_books: table books',
      '0005_find → 0001_books: table books',
      '0006_view → 0001_books: table books',
      '0006_view → 0004_titles: column books.subtitle',
      '0006_view → 0005_find: function find',
      '0007_readers → 0001_books declared: ',
    ]);
  });

  test('of one migration are those that it needs and those that need it', async () => {
    expect(await edges(['0004_titles'])).toEqual([
      '0004_titles → 0001_books: table books',
      '0006_view → 0004_titles: column books.subtitle',
    ]);
    expect(await edges(['loans'])).toEqual([
      '0003_loans → 0001_books declared: table books',
      '0003_loans → 0002_state: type state',
    ]);
  });

  test('of a migration that does not exist are an error', async () => {
    await expect(edges(['0003_loan'])).rejects.toMatchObject({
      code: 'usage',
      message: 'There is no migration "0003_loan". Did you mean "0003_loans"?',
    });
  });
});

describe('formats', () => {
  const shown = async (format: keyof typeof graphFormats): Promise<string> =>
    graphFormats[format](await dependencyGraph({ cwd, ids: ['0003'] }));

  test('text', async () => {
    expect(await shown('text')).toBe(
      [
        '0001_books',
        '0002_state',
        '0003_loans',
        '  needs 0001_books (declared; table books)',
        '  needs 0002_state (type state)',
        '',
        '3 migrations, 2 dependencies, 1 of them not declared.',
        '',
      ].join('\n'),
    );
  });

  test('Mermaid', async () => {
    expect(await shown('mermaid')).toBe(
      [
        'flowchart BT',
        '  m1["0001_books"]',
        '  m2["0002_state"]',
        '  m3["0003_loans"]',
        '  m3 -->|"table books"| m1',
        '  m3 -.->|"type state"| m2',
        '',
      ].join('\n'),
    );
  });

  test('DOT', async () => {
    expect(await shown('dot')).toContain('  "0003_loans" -> "0002_state" [label="type state", style=dashed];');
  });

  test('JSON', async () => {
    expect(JSON.parse(await shown('json'))).toMatchObject({
      schema: 1,
      migrations: [{ id: '0001_books', path: 'migrations/0001_books.sql' }, {}, {}],
      edges: [{ from: '0003_loans', to: '0001_books', declared: true, objects: ['table books'] }, {}],
    });
  });
});

test('who drops a table needs all that others gave to it', async () => {
  const other = await mkdtemp(path.join(tmpdir(), 'pgairlock-graph-'));
  await mkdir(path.join(other, 'migrations'));
  const dropped = {
    '0001_books.sql': 'create table books (id bigint);',
    '0002_more.sql': 'alter table books add title text;\ncreate index on books (id);',
    '0003_gone.sql': 'drop table books;',
  };
  for (const [name, text] of Object.entries(dropped)) await writeFile(path.join(other, 'migrations', name), text);
  const { edges: found } = await dependencyGraph({ cwd: other });
  expect(found.filter(({ from }) => from === '0003_gone')).toMatchObject([
    { to: '0001_books', objects: ['table books'] },
    { to: '0002_more', objects: ['column books.title', 'index books_id_idx'] },
  ]);
  await rm(other, { recursive: true });
});
