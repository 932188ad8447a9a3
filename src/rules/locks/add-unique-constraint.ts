import { z } from 'zod';
import { formatName, quoteIdentifier, quoteName } from '../../core/name.js';
import { visibleIndexBuild } from '../../effects/visible.js';
import { defineRule } from '../../engine/rule.js';
import { keyLater } from '../../engine/split-statement.js';

export default defineRule({
  id: 'add-unique-constraint',
  category: 'locks',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Build the unique index concurrently, then make it a constraint.',
    condition: 'ADD UNIQUE without USING INDEX, or ADD COLUMN … UNIQUE, on an existing table.',
    effect: 'The index is built under ACCESS EXCLUSIVE: reads and writes wait until it is done.',
    workaround:
      'Two migrations, the first outside a transaction:\n\n```sql\nCREATE UNIQUE INDEX CONCURRENTLY books_isbn_key ON books (isbn);\n```\n\n```sql\nALTER TABLE books ADD CONSTRAINT books_isbn_key UNIQUE USING INDEX books_isbn_key;\n```',
    references: [
      'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT-USING-INDEX',
    ],
  },
  options: z.strictObject({}),
  messages: { builds: 'This UNIQUE builds an index on {table} under ACCESS EXCLUSIVE: reads and writes wait.' },
  examples: [
    {
      given: 'CREATE TABLE books (isbn text);',
      sql: 'ALTER TABLE books ADD CONSTRAINT books_isbn_key UNIQUE (isbn);',
      reports: ['builds'],
    },
    {
      given: 'CREATE TABLE books (id bigint);',
      sql: 'ALTER TABLE books ADD COLUMN isbn text UNIQUE;',
      reports: ['builds'],
    },
    {
      given: ['CREATE TABLE books (isbn text);', 'CREATE UNIQUE INDEX books_isbn_key ON books (isbn);'],
      sql: 'ALTER TABLE books ADD CONSTRAINT books_isbn_key UNIQUE USING INDEX books_isbn_key;',
      reports: [],
      because: 'The index is there already.',
    },
    {
      sql: 'CREATE TABLE books (isbn text); ALTER TABLE books ADD UNIQUE (isbn);',
      reports: [],
      because: 'The table is new.',
    },
  ],
  check: {
    *addConstraint(op, { effects, statement, section }) {
      if (op.constraint.type !== 'unique' || !visibleIndexBuild(effects)) return;
      const table = quoteName(op.table);
      const columns = op.constraint.columns.map(quoteIdentifier).join(', ');
      const given = op.constraint.name ?? `${op.table.name}_${op.constraint.columns.join('_')}_key`;
      const name = quoteIdentifier(given);
      yield {
        message: 'builds',
        data: { table: formatName(op.table) },
        at: op.span,
        workaround: `-- migration 1, outside a transaction\nCREATE UNIQUE INDEX CONCURRENTLY ${name} ON ${table} (${columns});\n-- migration 2\nALTER TABLE ${table} ADD CONSTRAINT ${name} UNIQUE USING INDEX ${name};`,
        split: keyLater(op, given, statement, section.text),
      };
    },
    *addColumn(op, { effects }) {
      const unique = op.column.constraints.find((constraint) => constraint.type === 'unique');
      if (!unique || !visibleIndexBuild(effects)) return;
      yield { message: 'builds', data: { table: formatName(op.table) }, at: unique.span };
    },
  },
});
