import { z } from 'zod';
import { formatName } from '../../core/name.js';
import { visibleScan } from '../../effects/visible.js';
import { defineRule } from '../../engine/rule.js';
import { formatType } from '../../sql/format-type.js';

const books = "CREATE TABLE books (isbn varchar(13) CONSTRAINT isbn_set CHECK (isbn <> ''));";

export default defineRule({
  id: 'alter-column-type-recheck',
  category: 'locks',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Take the CHECK off a column while its type changes.',
    condition:
      'ALTER COLUMN … TYPE on an existing table that keeps the rows as they are, where a CHECK constraint uses the column. Changes that rewrite the table are told by alter-column-type-rewrite.',
    effect:
      'The CHECK is made anew with the new type, and the whole table is read for it under ACCESS EXCLUSIVE: reads and writes wait until it is done.',
    workaround:
      "Two migrations. The first is instant, the second reads the table while reads and writes go on:\n\n```sql\nALTER TABLE books DROP CONSTRAINT isbn_set;\nALTER TABLE books ALTER COLUMN isbn TYPE text;\nALTER TABLE books ADD CONSTRAINT isbn_set CHECK (isbn <> '') NOT VALID;\n```\n\n```sql\nALTER TABLE books VALIDATE CONSTRAINT isbn_set;\n```",
    references: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES'],
  },
  options: z.strictObject({}),
  messages: {
    scans:
      'Changing {column} to {type} checks its CHECK constraints again: all of {table} is read under ACCESS EXCLUSIVE, so reads and writes wait.',
  },
  examples: [
    { given: books, sql: 'ALTER TABLE books ALTER COLUMN isbn TYPE text;', reports: ['scans'] },
    {
      given: 'CREATE TABLE books (price numeric(6,2), discount numeric, CHECK (discount < price));',
      sql: 'ALTER TABLE books ALTER COLUMN price TYPE numeric(10,2);',
      reports: ['scans'],
    },
    {
      given: 'CREATE TABLE books (isbn varchar(13), price numeric CHECK (price > 0));',
      sql: 'ALTER TABLE books ALTER COLUMN isbn TYPE text;',
      reports: [],
      because: 'The CHECK is on another column.',
    },
    { sql: `${books} ALTER TABLE books ALTER COLUMN isbn TYPE text;`, reports: [], because: 'The table is new.' },
  ],
  check: {
    *alterColumnType(op, { effects }) {
      if (effects.rewrites.length > 0 || !visibleScan(effects)) return;
      const data = { column: op.column, type: formatType(op.type), table: formatName(op.table) };
      yield { message: 'scans', data, at: op.span };
    },
  },
});
