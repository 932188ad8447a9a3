import { z } from 'zod';
import { formatName } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';
import { isUniqueAlready } from '../../engine/unique-already.js';
import type { IndexElement } from '../../sql/operation.js';

export default defineRule({
  id: 'wide-index',
  category: 'constraints',
  severity: 'info',
  presets: { strict: true },
  yieldsTo: { rules: ['duplicate-index'] },
  docs: {
    summary: 'Index few columns at a time.',
    condition:
      'A B-tree index that is not unique has more key columns than the option `most` (3). Columns in INCLUDE are not counted, and neither are those that queries sort by: DESC ones, and a unique column at the end, which gives rows that are otherwise equal an order.',
    effect:
      'The columns behind the first two or three hardly narrow a search, but make the index larger and each write dearer.',
    workaround:
      'Keep the columns that queries compare first, and carry the others along:\n\n```sql\nCREATE INDEX CONCURRENTLY books_search ON books (author, title) INCLUDE (year, language);\n```',
    references: ['https://www.postgresql.org/docs/current/indexes-multicolumn.html'],
  },
  options: z.strictObject({
    most: z.number().int().positive().default(3).describe('How many key columns an index may have.'),
  }),
  messages: { wide: 'This index on {table} searches by {count} columns; the last ones hardly narrow a search.' },
  examples: [
    {
      given: 'CREATE TABLE books (author text, title text, year int, language text);',
      sql: 'CREATE INDEX books_search ON books (author, title, year, language);',
      reports: ['wide'],
    },
    {
      given: 'CREATE TABLE books (author text, title text, year int);',
      sql: 'CREATE INDEX books_search ON books (author, title, year);',
      options: { most: 2 },
      reports: ['wide'],
    },
    {
      given: 'CREATE TABLE books (author text, title text, year int, language text);',
      sql: 'CREATE UNIQUE INDEX books_key ON books (author, title, year, language);',
      reports: [],
      because: 'What must be unique is no choice.',
    },
    {
      given: 'CREATE TABLE books (author text, title text, year int, language text);',
      sql: 'CREATE INDEX books_search ON books (author, title) INCLUDE (year, language);',
      reports: [],
    },
    {
      given: 'CREATE TABLE books (id bigint, author text, title text, year int);',
      sql: 'CREATE INDEX books_page ON books (author, title, year DESC, id DESC);',
      reports: [],
      because: 'The last two columns give the order of a list that is read page by page.',
    },
    {
      given: 'CREATE TABLE books (id bigint PRIMARY KEY, author text, title text, year int);',
      sql: 'CREATE INDEX books_page ON books (author, title, year, id);',
      reports: [],
      because: 'The key is there for the order.',
    },
    {
      given: 'CREATE TABLE books (id bigint, author text, title text, year int, UNIQUE (author, title, year, id));',
      sql: 'CREATE INDEX books_page ON books (author, title, year, id);',
      reports: ['wide'],
    },
  ],
  check: {
    *createIndex(op, { options, catalog }) {
      const last = op.elements.at(-1);
      const sortsBy = (element: IndexElement): boolean =>
        element.descending || (element === last && isUniqueAlready(catalog, op.table, [element.column]));
      const count = op.elements.filter((element) => !sortsBy(element)).length;
      if (op.unique || op.method !== 'btree' || count <= options.most) return;
      yield { message: 'wide', data: { table: formatName(op.table), count: String(count) }, at: op.span };
    },
  },
});
