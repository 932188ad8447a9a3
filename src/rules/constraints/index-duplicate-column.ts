import { z } from 'zod';
import { formatName } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';
import type { CreateIndex, IndexElement } from '../../sql/operation.js';

const isAlike = (a: IndexElement, b: IndexElement): boolean =>
  a.column === b.column && a.operatorClass?.name === b.operatorClass?.name && a.collation?.name === b.collation?.name;

/** With other operators or another collation the same column serves other queries. */
const repeated = ({ elements, include }: CreateIndex): string | undefined =>
  elements.find(
    (element, at) => element.column !== undefined && elements.slice(0, at).some((other) => isAlike(element, other)),
  )?.column ??
  include.find(
    (column, at) =>
      include.indexOf(column) < at || elements.some((element) => isAlike(element, { column, descending: false })),
  );

export default defineRule({
  id: 'index-duplicate-column',
  category: 'constraints',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Name a column once in an index.',
    condition:
      'CREATE INDEX names the same column twice, among its keys or in INCLUDE. Not where the two have different operator classes or collations.',
    effect: 'PostgreSQL stores the value twice in every entry; most often another column was meant.',
    workaround: '```sql\nCREATE INDEX CONCURRENTLY books_author_title ON books (author, title);\n```',
    references: ['https://www.postgresql.org/docs/current/indexes-multicolumn.html'],
  },
  options: z.strictObject({}),
  messages: { twice: 'This index on {table} names column {column} twice.' },
  examples: [
    {
      given: 'CREATE TABLE books (author text, title text);',
      sql: 'CREATE INDEX books_author_title ON books (author, author);',
      reports: ['twice'],
    },
    {
      given: 'CREATE TABLE books (author text, title text);',
      sql: 'CREATE INDEX books_author_title ON books (author, title) INCLUDE (title);',
      reports: ['twice'],
    },
    {
      given: 'CREATE TABLE books (title text);',
      sql: 'CREATE INDEX books_title ON books (title, title text_pattern_ops);',
      reports: [],
      because: 'The second serves LIKE.',
    },
    {
      given: 'CREATE TABLE books (title text);',
      sql: 'CREATE INDEX books_title ON books (title, lower(title));',
      reports: [],
    },
  ],
  check: {
    *createIndex(op) {
      const column = repeated(op);
      if (column !== undefined) yield { message: 'twice', data: { table: formatName(op.table), column }, at: op.span };
    },
  },
});
