import { z } from 'zod';
import { formatName, quoteIdentifier, quoteName } from '../../core/name.js';
import { refusal } from '../../engine/refusal.js';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'drop-index-of-constraint',
  category: 'constraints',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  directions: ['up', 'down'],
  docs: {
    summary: 'Drop the constraint, not the index that it owns.',
    condition:
      'DROP INDEX of an index that a primary key, a unique or an exclusion constraint owns. IF EXISTS and CASCADE do not help.',
    effect: 'PostgreSQL refuses it (2BP01), and the migration fails.',
    workaround: 'The index goes with its constraint:\n\n```sql\nALTER TABLE books DROP CONSTRAINT books_isbn_key;\n```',
    references: ['https://www.postgresql.org/docs/current/sql-dropindex.html'],
  },
  options: z.strictObject({}),
  messages: { owned: 'PostgreSQL refuses to drop index {index}: constraint {constraint} of {table} needs it.' },
  examples: [
    {
      given: 'CREATE TABLE books (isbn text UNIQUE);',
      sql: 'DROP INDEX IF EXISTS books_isbn_key;',
      reports: ['owned'],
    },
    {
      given:
        'CREATE TABLE books (isbn text); CREATE UNIQUE INDEX books_isbn ON books (isbn); ALTER TABLE books ADD CONSTRAINT isbn_once UNIQUE USING INDEX books_isbn;',
      sql: 'DROP INDEX isbn_once;',
      reports: ['owned'],
      because: 'USING INDEX gave the index to the constraint, and its name.',
    },
    {
      given: 'CREATE TABLE books (isbn text); CREATE UNIQUE INDEX books_isbn_key ON books (isbn);',
      sql: 'DROP INDEX books_isbn_key;',
      reports: [],
      because: 'No constraint owns it.',
    },
    {
      given: 'CREATE TABLE books (isbn text UNIQUE);',
      sql: 'ALTER TABLE books DROP CONSTRAINT books_isbn_key;',
      reports: [],
    },
    { sql: 'DROP INDEX books_isbn_key;', alone: true, reports: [], because: 'Nobody knows whose index it is.' },
  ],
  check: {
    *dropIndex(op, { catalog, effects }) {
      const index = catalog.index(op.index);
      if (typeof index !== 'object' || !index.constraint || !refusal(op, effects, '2BP01')) return;
      yield {
        message: 'owned',
        data: { index: op.index.name, constraint: index.constraint, table: formatName(index.table) },
        at: op.span,
        workaround: `\`\`\`sql\nALTER TABLE ${quoteName(index.table)} DROP CONSTRAINT ${quoteIdentifier(index.constraint)};\n\`\`\``,
      };
    },
  },
});
