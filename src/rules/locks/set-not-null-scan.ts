import { z } from 'zod';
import { formatName, quoteIdentifier, quoteName } from '../../core/name.js';
import { visibleScan } from '../../effects/visible.js';
import { defineRule } from '../../engine/rule.js';
import { notNullLater } from '../../engine/split-statement.js';

export default defineRule({
  id: 'set-not-null-scan',
  category: 'locks',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Let a validated CHECK prove NOT NULL before you set it.',
    condition:
      'ALTER COLUMN … SET NOT NULL on an existing table, unless a validated CHECK (… IS NOT NULL) proves it. A NOT VALID one does not, and dropping it in the same ALTER TABLE brings the scan back.',
    effect: 'The whole table is read under ACCESS EXCLUSIVE: reads and writes wait until it is done.',
    workaround:
      'Three migrations, each in its own transaction. Only the second reads the table, and nobody waits for it:\n\n```sql\nALTER TABLE books ADD CONSTRAINT title_set CHECK (title IS NOT NULL) NOT VALID;\n```\n\n```sql\nALTER TABLE books VALIDATE CONSTRAINT title_set;\n```\n\n```sql\nALTER TABLE books ALTER COLUMN title SET NOT NULL;\nALTER TABLE books DROP CONSTRAINT title_set;\n```\n\nOn PostgreSQL 18 a NOT NULL constraint can itself be NOT VALID: `ADD CONSTRAINT title_set NOT NULL title NOT VALID`, then `VALIDATE CONSTRAINT title_set`.',
    references: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DROP-NOT-NULL'],
  },
  options: z.strictObject({}),
  messages: { scans: 'SET NOT NULL on {column} reads all of {table} under ACCESS EXCLUSIVE: reads and writes wait.' },
  examples: [
    {
      given: 'CREATE TABLE books (title text);',
      sql: 'ALTER TABLE books ALTER COLUMN title SET NOT NULL;',
      reports: ['scans'],
    },
    {
      given: 'CREATE TABLE books (title text); ALTER TABLE books ADD CONSTRAINT title_set CHECK (title IS NOT NULL);',
      sql: 'ALTER TABLE books ALTER COLUMN title SET NOT NULL, DROP CONSTRAINT title_set;',
      reports: ['scans'],
      because: 'Dropping the proof in the same statement brings the scan back.',
    },
    {
      given: [
        'CREATE TABLE books (title text);',
        'ALTER TABLE books ADD CONSTRAINT title_set CHECK (title IS NOT NULL) NOT VALID;',
        'ALTER TABLE books VALIDATE CONSTRAINT title_set;',
      ],
      sql: 'ALTER TABLE books ALTER COLUMN title SET NOT NULL; ALTER TABLE books DROP CONSTRAINT title_set;',
      reports: [],
      because: 'The validated CHECK proves it.',
    },
    {
      sql: 'CREATE TABLE books (title text); ALTER TABLE books ALTER COLUMN title SET NOT NULL;',
      reports: [],
      because: 'The table is new.',
    },
  ],
  check: {
    *setNotNull(op, { effects }) {
      if (!visibleScan(effects) || effects.notNullProved) return;
      const table = quoteName(op.table);
      const column = quoteIdentifier(op.column);
      const name = quoteIdentifier(`${op.column}_not_null`);
      yield {
        message: 'scans',
        data: { column: op.column, table: formatName(op.table) },
        at: op.span,
        workaround: `-- migration 1\nALTER TABLE ${table} ADD CONSTRAINT ${name} CHECK (${column} IS NOT NULL) NOT VALID;\n-- migration 2\nALTER TABLE ${table} VALIDATE CONSTRAINT ${name};\n-- migration 3\nALTER TABLE ${table} ALTER COLUMN ${column} SET NOT NULL;\nALTER TABLE ${table} DROP CONSTRAINT ${name};`,
        split: notNullLater(op),
      };
    },
  },
});
