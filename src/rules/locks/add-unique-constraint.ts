import { z } from 'zod';
import { formatName } from '../../core/name.js';
import { visibleIndexBuild } from '../../effects/visible.js';
import { columnWithout } from '../../engine/column-first.js';
import { keyBuiltFirst, keyName } from '../../engine/concurrent-key.js';
import { replacesConstraint } from '../../engine/replaces-constraint.js';
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
      given: 'CREATE TABLE books (isbn text, edition int, CONSTRAINT books_isbn_key UNIQUE (isbn));',
      sql: 'ALTER TABLE books DROP CONSTRAINT books_isbn_key; ALTER TABLE books ADD CONSTRAINT books_isbn_key UNIQUE NULLS NOT DISTINCT (isbn, edition);',
      reports: ['builds'],
      because: 'The old one may go in the statement that takes the new one over.',
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
    *addConstraint(op, { catalog, effects, script, section, statement }) {
      if (op.constraint.type !== 'unique' || !visibleIndexBuild(effects)) return;
      const name = keyName(op.table, op.constraint);
      yield {
        message: 'builds',
        data: { table: formatName(op.table) },
        at: op.span,
        workaround: keyBuiltFirst(op.table, op.constraint, replacesConstraint(op, name, script, catalog)),
        split: keyLater(op, name, statement, section.text),
      };
    },
    *addColumn(op, { effects, section }) {
      const unique = op.column.constraints.find((constraint) => constraint.type === 'unique');
      if (unique?.type !== 'unique' || !visibleIndexBuild(effects)) return;
      yield {
        message: 'builds',
        data: { table: formatName(op.table) },
        at: unique.span,
        workaround: `The column first:\n\n\`\`\`sql\n${columnWithout(op, unique, section.text)}\n\`\`\`\n\n${keyBuiltFirst(op.table, { ...unique, columns: [op.column.name] }, false).replace('Two', 'Then two')}`,
      };
    },
  },
});
