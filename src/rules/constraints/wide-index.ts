import { z } from 'zod';
import { relationNamed } from '../../catalog/existing.js';
import type { Relation } from '../../catalog/model.js';
import { formatName } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'wide-index',
  category: 'constraints',
  severity: 'info',
  presets: { strict: true },
  yieldsTo: { rules: ['duplicate-index'] },
  docs: {
    summary: 'Index few columns at a time.',
    condition:
      'A B-tree index that is not unique has more key columns than the option `most` (3). Columns in INCLUDE are not counted, and neither are those that queries sort by: DESC ones, and times and columns of the primary key at the end.',
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
      given: 'CREATE TABLE books (id bigint PRIMARY KEY, author text, title text, year int, lent_at timestamptz);',
      sql: 'CREATE INDEX books_lent ON books (author, title, year, lent_at, id); CREATE INDEX books_id ON books (author, lent_at, title, year);',
      reports: ['wide'],
      because: 'Only at the end a time is there for the order.',
    },
  ],
  check: {
    *createIndex(op, { options, catalog }) {
      const table = relationNamed(catalog, op.table);
      const searched = op.elements.filter(({ descending }) => !descending);
      const count = searched.findLastIndex(({ column }) => !table || !givesOrder(table, column)) + 1;
      if (op.unique || op.method !== 'btree' || count <= options.most) return;
      yield { message: 'wide', data: { table: formatName(op.table), count: String(count) }, at: op.span };
    },
  },
});

const timeTypes: ReadonlySet<string> = new Set(['timestamptz', 'timestamp', 'date']);

/** A list is read in the order of a time or of the key, so that these stand at the end. */
function givesOrder({ columns, constraints }: Relation, name: string | undefined): boolean {
  const column = name === undefined ? undefined : columns.get(name);
  if (column === undefined) return false;
  const isKey = [...constraints.values()].some(
    (constraint) => constraint.definition.type === 'primaryKey' && constraint.columns.includes(column.name),
  );
  return isKey || timeTypes.has(column.type.name);
}
