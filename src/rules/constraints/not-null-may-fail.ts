import { z } from 'zod';
import { columnNamed, wasThereBefore } from '../../catalog/existing.js';
import { formatName, quoteIdentifier, quoteName } from '../../core/name.js';
import { mayMendRows } from '../../engine/mended-rows.js';
import { defineRule } from '../../engine/rule.js';
import { operationsBefore } from '../../sql/script-order.js';

export default defineRule({
  id: 'not-null-may-fail',
  category: 'constraints',
  severity: 'warning',
  presets: { strict: true },
  docs: {
    summary: 'Fill a column before you make it NOT NULL.',
    condition:
      'SET NOT NULL on a table that may hold rows, without an UPDATE of that column or a DELETE before it in the file. Not where the column is NOT NULL already, where a valid CHECK proves it, or where the same migration added it with a default.',
    effect: 'One row with NULL in the column makes the migration fail, on that database alone.',
    workaround:
      "Fill the column in batches, outside of the migration that sets NOT NULL:\n\n```sql\nUPDATE books SET title = '' WHERE id BETWEEN 1 AND 10000 AND title IS NULL;\n```\n\n```sql\nALTER TABLE books ADD CONSTRAINT title_set CHECK (title IS NOT NULL) NOT VALID;\n```\n\n```sql\nALTER TABLE books VALIDATE CONSTRAINT title_set;\n```\n\n```sql\nALTER TABLE books ALTER COLUMN title SET NOT NULL;\nALTER TABLE books DROP CONSTRAINT title_set;\n```",
    references: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DROP-NOT-NULL'],
  },
  options: z.strictObject({}),
  messages: {
    nulls: 'SET NOT NULL fails if a row of {table} has NULL in {column}, and nothing in this file fills it.',
  },
  examples: [
    {
      given: 'CREATE TABLE books (id bigint PRIMARY KEY, title text);',
      sql: 'ALTER TABLE books ALTER COLUMN title SET NOT NULL;',
      reports: ['nulls'],
    },
    {
      given: 'CREATE TABLE books (id bigint PRIMARY KEY, title text);',
      sql: "ALTER TABLE books ADD COLUMN isbn text; UPDATE books SET title = ''; ALTER TABLE books ALTER COLUMN isbn SET NOT NULL;",
      reports: ['nulls'],
      because: 'Another column is filled.',
    },
    {
      given: 'CREATE TABLE books (id bigint PRIMARY KEY, title text);',
      sql: "UPDATE books SET title = '' WHERE title IS NULL; ALTER TABLE books ALTER COLUMN title SET NOT NULL;",
      reports: [],
    },
    {
      given: 'CREATE TABLE books (title text, CONSTRAINT title_set CHECK (title IS NOT NULL));',
      sql: 'ALTER TABLE books ALTER COLUMN title SET NOT NULL;',
      reports: [],
      because: 'The CHECK proves it.',
    },
    {
      given: 'CREATE TABLE books (id bigint PRIMARY KEY);',
      sql: "ALTER TABLE books ADD COLUMN language text DEFAULT 'en'; ALTER TABLE books ALTER COLUMN language SET NOT NULL;",
      reports: [],
      because: 'Every row has the default.',
    },
  ],
  check: {
    *setNotNull(op, { catalog, effects, script }) {
      const { table, column } = op;
      if (effects.notNullProved || !wasThereBefore(catalog, table) || catalog.mayHoldRows(table) === 'no') return;
      const found = columnNamed(catalog, table, column);
      if (found?.notNull || (found?.unit === catalog.unit && (found.default ?? found.identity ?? found.generated)))
        return;
      if (found?.unit === catalog.unit && found.serial) return;
      if (mayMendRows(operationsBefore(script, op), table, [column], catalog)) return;
      const [name, quoted] = [quoteName(table), quoteIdentifier(column)];
      yield {
        message: 'nulls',
        data: { table: formatName(table), column },
        at: op.span,
        workaround: `Look first, on every database that the migration will run on, and fill what you find in batches:\n\n\`\`\`sql\nSELECT count(*) FROM ${name} WHERE ${quoted} IS NULL;\n\`\`\``,
      };
    },
  },
});
