import { z } from 'zod';
import { listText } from '../../core/list-text.js';
import { formatName, formatQualified } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';

const library = `CREATE TABLE authors (id bigint PRIMARY KEY);
CREATE TABLE books (id bigint PRIMARY KEY, author bigint REFERENCES authors);`;

export default defineRule({
  id: 'truncate-referenced',
  category: 'transactions',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  directions: ['up', 'down'],
  docs: {
    summary: 'Do not truncate a table that foreign keys point at.',
    condition:
      'TRUNCATE without CASCADE of a table that a foreign key of another table points at, where that table is not named in the same TRUNCATE.',
    effect: 'The server refuses it (0A000), even where the other table is empty, and the migration fails.',
    workaround:
      'Name both tables, where both shall lose their rows:\n\n```sql\nTRUNCATE authors, books;\n```\n\nor delete, which the foreign key allows for rows that nothing points at:\n\n```sql\nDELETE FROM authors WHERE id > 1000;\n```',
    references: ['https://www.postgresql.org/docs/current/sql-truncate.html'],
  },
  options: z.strictObject({}),
  messages: { refused: 'TRUNCATE fails: foreign keys of {others} point at what it empties.' },
  examples: [
    { given: library, sql: 'TRUNCATE authors;', reports: ['refused'] },
    {
      given: [library, 'CREATE TABLE loans (book bigint REFERENCES books);'],
      sql: 'TRUNCATE authors, books;',
      reports: ['refused'],
    },
    { given: library, sql: 'TRUNCATE authors, books;', reports: [] },
    { given: library, sql: 'TRUNCATE books;', reports: [] },
    {
      given: library,
      sql: 'TRUNCATE authors CASCADE;',
      reports: [],
      because: 'It does not fail; `truncate-cascade` tells what it empties.',
    },
  ],
  check: {
    *truncate(op, { effects, catalog }) {
      if (!effects.errors.some(({ sqlstate }) => sqlstate === '0A000')) return;
      const named = new Set(op.tables.map((table) => formatQualified(catalog.resolve(table))));
      const others = op.tables
        .flatMap((table) => catalog.referencingForeignKeys(catalog.resolve(table)))
        .filter(({ table }) => !named.has(formatQualified(table.name)))
        .map(({ table }) => formatName(table.name));
      yield { message: 'refused', data: { others: listText([...new Set(others)]) }, at: op.span };
    },
  },
});
