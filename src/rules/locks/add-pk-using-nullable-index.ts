import { z } from 'zod';
import { formatName } from '../../core/name.js';
import { visibleScan } from '../../effects/visible.js';
import { defineRule } from '../../engine/rule.js';

const books = 'CREATE TABLE books (id bigint); CREATE UNIQUE INDEX books_id_idx ON books (id);';

export default defineRule({
  id: 'add-pk-using-nullable-index',
  category: 'locks',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Make columns NOT NULL before they become the primary key.',
    condition:
      'ADD PRIMARY KEY USING INDEX on an existing table, where a column of the index may hold NULLs as far as the migrations show. Not where it is NOT NULL or a validated CHECK proves it.',
    effect:
      'The key makes its columns NOT NULL, and reads the whole table for that under ACCESS EXCLUSIVE: reads and writes wait until it is done.',
    workaround:
      'Let a validated CHECK prove it first. Three migrations; only the second reads the table, and nobody waits for it:\n\n```sql\nALTER TABLE books ADD CONSTRAINT id_set CHECK (id IS NOT NULL) NOT VALID;\n```\n\n```sql\nALTER TABLE books VALIDATE CONSTRAINT id_set;\n```\n\n```sql\nALTER TABLE books ALTER COLUMN id SET NOT NULL;\nALTER TABLE books ADD CONSTRAINT books_pkey PRIMARY KEY USING INDEX books_id_idx;\nALTER TABLE books DROP CONSTRAINT id_set;\n```',
    references: [
      'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT-USING-INDEX',
    ],
  },
  options: z.strictObject({}),
  messages: {
    scans:
      'The index is ready, but its columns may hold NULLs: PRIMARY KEY reads all of {table} under ACCESS EXCLUSIVE, so reads and writes wait.',
    unknown: 'Where a column of the index may be NULL, PRIMARY KEY reads all of {table} while reads and writes wait.',
  },
  examples: [
    {
      sql: 'ALTER TABLE books ADD PRIMARY KEY USING INDEX books_pkey;',
      alone: true,
      reports: ['unknown'],
      because: 'Nobody knows whether its columns are NOT NULL.',
    },
    {
      given: books,
      sql: 'ALTER TABLE books ADD CONSTRAINT books_pkey PRIMARY KEY USING INDEX books_id_idx;',
      reports: ['scans'],
    },
    {
      given: `${books} ALTER TABLE books ADD CONSTRAINT id_set CHECK (id IS NOT NULL) NOT VALID;`,
      sql: 'ALTER TABLE books ADD PRIMARY KEY USING INDEX books_id_idx;',
      reports: ['scans'],
      because: 'A constraint that is NOT VALID proves nothing.',
    },
    {
      given: `${books} ALTER TABLE books ADD CONSTRAINT id_set CHECK (id IS NOT NULL);`,
      sql: 'ALTER TABLE books ADD PRIMARY KEY USING INDEX books_id_idx;',
      reports: [],
      because: 'The validated CHECK proves it.',
    },
    {
      given: 'CREATE TABLE books (id bigint NOT NULL); CREATE UNIQUE INDEX books_id_idx ON books (id);',
      sql: 'ALTER TABLE books ADD PRIMARY KEY USING INDEX books_id_idx;',
      reports: [],
    },
  ],
  check: {
    *addConstraint(op, { effects, catalog }) {
      if (op.constraint.type !== 'primaryKey' || op.constraint.usingIndex === undefined) return;
      if (catalog.relation(op.table) === 'unknown') {
        yield { message: 'unknown', data: { table: formatName(op.table) }, at: op.span, severity: 'info' };
        return;
      }
      if (visibleScan(effects)) yield { message: 'scans', data: { table: formatName(op.table) }, at: op.span };
    },
  },
});
