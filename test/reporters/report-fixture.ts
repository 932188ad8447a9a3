import { createLineMap } from '../../src/core/line-map.js';
import type { FileReport, Finding, Report, RuleInfo } from '../../src/core/report.js';

/** No folder of this name has to exist: reporters only compute with it. */
export const env = { cwd: '/w', color: false, width: 100 };

const docs = 'https://example.org/rules/';

export const indexRule: RuleInfo = {
  id: 'create-index-non-concurrent',
  category: 'locks',
  severity: 'error',
  summary: 'Build indexes on existing tables concurrently.',
  condition: 'An index is created without `CONCURRENTLY` on a table that other sessions can see.',
  effect: 'Writes to the table wait until the whole index is built.',
  workaround: 'Create it in a migration of its own:\n\n```sql\ncreate index concurrently …;\n```',
  references: ['https://www.postgresql.org/docs/current/sql-createindex.html'],
  url: `${docs}create-index-non-concurrent`,
};

export const typeRule: RuleInfo = {
  ...indexRule,
  id: 'json-column',
  category: 'schema',
  severity: 'warning',
  summary: 'Use jsonb, not json.',
  references: [],
  url: `${docs}json-column`,
};

export const nameRule: RuleInfo = { ...typeRule, id: 'unordered-name', category: 'history', severity: 'info', url: '' };

/** A finding on `text`, which must stand in `source`; its place is worked out from there. */
export function findingAt(path: string, source: string, text: string, rest: Partial<Finding> = {}): Finding {
  const start = source.indexOf(text);
  if (start === -1) throw new Error(`The source does not hold ${text}`);
  const place = createLineMap(source);
  const span = { start, end: start + text.length };
  const end = place(span.end);
  return {
    ruleId: indexRule.id,
    category: indexRule.category,
    severity: 'error',
    direction: 'up',
    message: 'Building index books_title blocks writes to books.',
    effect: indexRule.effect,
    workaround: indexRule.workaround,
    url: indexRule.url,
    path,
    span,
    ...place(start),
    endLine: end.line,
    endColumn: end.column,
    statement: 0,
    locks: [],
    rewrites: [],
    scans: [],
    suppressed: false,
    fingerprint: '00c0ffee00c0ffee',
    ...rest,
  };
}

export const fileReport = (path: string, source: string, findings: readonly Finding[] = []): FileReport => ({
  path,
  id: path.replace(/^.*\//, '').replace(/\.sql$/, ''),
  source,
  findings,
  statements: source.split(';').length - 1,
  unanalysed: 0,
});

export const reportOf = (files: readonly FileReport[], project: readonly Finding[] = []): Report => ({
  tool: { name: 'pgairlock', version: '1.2.3' },
  context: [],
  files,
  project,
  rules: [indexRule, typeRule, nameRule],
});

const booksPath = '/w/supabase/migrations/0002_books.sql';
const booksSource = `-- Books get an index and a note.
create index books_title on books (title);

alter table books
  add column note json not null, drop column isbn;
vacuum full books;
`;

const books: FileReport = {
  ...fileReport(booksPath, booksSource, [
    // Not in order of place: reporters put them in order.
    findingAt(booksPath, booksSource, 'drop column isbn', {
      ruleId: 'drop-column',
      category: 'destructive',
      message: 'Dropping column isbn of books loses its data.',
      effect: 'The values are gone, and code that still reads the column fails.',
      workaround:
        'Deploy code that no longer reads the column, then drop it in a later migration:\n\n```sql\nalter table books drop column isbn;\n```',
      url: `${docs}drop-column`,
      statement: 1,
      fingerprint: '00000000000000d1',
    }),
    findingAt(booksPath, booksSource, 'add column note json not null', {
      ruleId: typeRule.id,
      category: typeRule.category,
      severity: 'warning',
      message: 'Column note of books is json.',
      effect: 'json has no equality.',
      workaround: 'alter table books add column note jsonb;',
      url: typeRule.url,
      statement: 1,
      fingerprint: '00000000000000a1',
    }),
    findingAt(booksPath, booksSource, 'create index books_title on books (title)', {
      locks: [{ relation: 'public.books', mode: 'SHARE' }],
      scans: ['public.books'],
      fix: [
        {
          span: { start: booksSource.indexOf(' books_title'), end: booksSource.indexOf(' books_title') },
          text: ' concurrently',
        },
      ],
    }),
    findingAt(booksPath, booksSource, 'add column note json not null', {
      ruleId: 'add-required-column',
      category: 'compatibility',
      message: 'Column note of books is required, but has no default.',
      suppressed: true,
      suppressionReason: 'The table is empty.',
      statement: 1,
      fingerprint: '00000000000000b1',
    }),
  ]),
  unanalysed: 1,
  unanalysedLines: [6],
};

const downPath = '/w/supabase/migrations/0003_shelves.down.sql';
const downSource = 'alter table shelves\n  add column a int,\n  add column b int;\n';

/** Every kind of thing that a report can hold. */
export const fullReport: Report = {
  ...reportOf(
    [
      fileReport('/w/supabase/migrations/0001_authors.sql', 'create table authors ();\n'),
      books,
      fileReport(downPath, downSource, [
        findingAt(downPath, downSource, downSource.trimEnd(), {
          direction: 'down',
          statement: undefined,
          severity: 'info',
          ruleId: 'no-longer-a-rule',
        }),
      ]),
    ],
    [
      findingAt('', 'x', 'x', {
        ruleId: nameRule.id,
        category: nameRule.category,
        severity: 'warning',
        path: '',
        message: 'Two migrations have version 0002.',
        effect: 'Which of them runs first is not decided.',
        workaround: 'Rename one of them.',
        url: '',
        statement: undefined,
        fingerprint: '00000000000000e1',
      }),
    ],
  ),
  context: ['Supabase project, supabase/migrations, preset supabase, PostgreSQL 15'],
};
