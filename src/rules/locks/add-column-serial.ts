import { z } from 'zod';
import { formatName } from '../../core/name.js';
import { visibleRewrite } from '../../effects/visible.js';
import { defineRule } from '../../engine/rule.js';
import { isSerial } from '../../sql/serial-types.js';

export default defineRule({
  id: 'add-column-serial',
  category: 'locks',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Do not add a serial column to a table that is in use.',
    condition: 'ADD COLUMN with the type serial, bigserial or smallserial on an existing table.',
    effect:
      'Each row gets a number, so the whole table and its indexes are written anew under ACCESS EXCLUSIVE: reads and writes wait.',
    workaround:
      "Add a plain column with a sequence for new rows, and number the old rows in batches:\n\n```sql\nCREATE SEQUENCE books_number_seq AS bigint;\nALTER TABLE books ADD COLUMN number bigint;\nALTER TABLE books ALTER COLUMN number SET DEFAULT nextval('books_number_seq');\nALTER SEQUENCE books_number_seq OWNED BY books.number;\n```\n\n```sql\nUPDATE books SET number = nextval('books_number_seq') WHERE id BETWEEN 1 AND 10000 AND number IS NULL;\n```",
    workaroundGiven: 'CREATE TABLE books (id bigint PRIMARY KEY);',
    references: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES'],
  },
  options: z.strictObject({}),
  messages: {
    rewrites:
      'Adding the {type} column {column} numbers every row, so it rewrites {table} while reads and writes wait.',
  },
  examples: [
    {
      given: 'CREATE TABLE books (title text);',
      sql: 'ALTER TABLE books ADD COLUMN id bigserial;',
      reports: ['rewrites'],
    },
    { sql: 'ALTER TABLE books ADD COLUMN number serial NOT NULL;', alone: true, reports: ['rewrites'] },
    { given: 'CREATE TABLE books (title text);', sql: 'ALTER TABLE books ADD COLUMN number bigint;', reports: [] },
    {
      sql: 'CREATE TABLE books (title text); ALTER TABLE books ADD COLUMN id bigserial;',
      reports: [],
      because: 'The table is new.',
    },
  ],
  check: {
    *addColumn(op, { effects }) {
      const { name: column, type } = op.column;
      if (!isSerial(type) || !visibleRewrite(effects)) return;
      yield { message: 'rewrites', data: { type: type.name, column, table: formatName(op.table) }, at: op.span };
    },
  },
});
