import { z } from 'zod';
import { formatName } from '../../core/name.js';
import { refusal } from '../../engine/refusal.js';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'using-index-unsuitable',
  category: 'constraints',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  directions: ['up', 'down'],
  docs: {
    summary: 'Give a constraint a whole, plain, unique index.',
    condition:
      'ADD PRIMARY KEY or ADD UNIQUE with USING INDEX, where the index is not unique, is partial, is over expressions or is sorted otherwise than by default, or where the table is partitioned.',
    effect: 'PostgreSQL refuses it (42809, or 0A000 for a partitioned table), and the migration fails.',
    workaround:
      'Build an index without these, outside a transaction, and use that one in the next migration:\n\n```sql\nCREATE UNIQUE INDEX CONCURRENTLY books_isbn_key ON books (isbn);\n```\n\n```sql\nALTER TABLE books ADD CONSTRAINT books_isbn_key UNIQUE USING INDEX books_isbn_key;\n```\n\nA unique index with a predicate or an expression keeps rows unique as it is: no constraint is needed for that.',
    references: [
      'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT-USING-INDEX',
    ],
  },
  options: z.strictObject({}),
  messages: { refused: 'PostgreSQL refuses to make this index a constraint of {table}: {error}.' },
  examples: [
    {
      given:
        'CREATE TABLE books (isbn text, gone boolean); CREATE UNIQUE INDEX books_isbn ON books (isbn) WHERE NOT gone;',
      sql: 'ALTER TABLE books ADD CONSTRAINT books_isbn_key UNIQUE USING INDEX books_isbn;',
      reports: ['refused'],
    },
    {
      given: 'CREATE TABLE books (id bigint NOT NULL); CREATE UNIQUE INDEX books_id ON books (id DESC);',
      sql: 'ALTER TABLE books ADD PRIMARY KEY USING INDEX books_id;',
      reports: ['refused'],
    },
    {
      given: 'CREATE TABLE books (isbn text); CREATE UNIQUE INDEX books_isbn ON books (isbn);',
      sql: 'ALTER TABLE books ADD CONSTRAINT books_isbn_key UNIQUE USING INDEX books_isbn;',
      reports: [],
    },
    {
      sql: 'ALTER TABLE books ADD CONSTRAINT books_isbn_key UNIQUE USING INDEX books_isbn;',
      alone: true,
      reports: [],
      because: 'Nobody knows what the index is like.',
    },
  ],
  check: {
    *addConstraint(op, { effects }) {
      const { constraint } = op;
      if ((constraint.type !== 'primaryKey' && constraint.type !== 'unique') || constraint.usingIndex === undefined)
        return;
      const error = constraint.notValid ? undefined : refusal(op, effects, '42809', '0A000');
      if (error === undefined) return;
      yield { message: 'refused', data: { table: formatName(op.table), error: error.message }, at: op.span };
    },
  },
});
