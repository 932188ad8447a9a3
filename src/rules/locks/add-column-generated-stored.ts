import { z } from 'zod';
import { formatName } from '../../core/name.js';
import { visibleRewrite } from '../../effects/visible.js';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'add-column-generated-stored',
  category: 'locks',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Do not add a stored generated column to a table that is in use.',
    condition:
      'ADD COLUMN … GENERATED ALWAYS AS (…) STORED on an existing table. VIRTUAL columns (PostgreSQL 18) are free.',
    effect:
      'The value of each row is computed and stored, so the whole table and its indexes are written anew under ACCESS EXCLUSIVE: reads and writes wait.',
    workaround:
      "On PostgreSQL 18 make it VIRTUAL. Before that, add a plain column, keep it up to date by a trigger, and fill old rows in batches:\n\n```sql\nALTER TABLE books ADD COLUMN title_lower text;\nCREATE FUNCTION books_title_lower() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$\nBEGIN\n  NEW.title_lower := lower(NEW.title);\n  RETURN NEW;\nEND $$;\nCREATE TRIGGER books_title_lower BEFORE INSERT OR UPDATE OF title ON books\n  FOR EACH ROW EXECUTE FUNCTION books_title_lower();\n```\n\n```sql\nUPDATE books SET title_lower = lower(title) WHERE id BETWEEN 1 AND 10000;\n```",
    workaroundGiven: 'CREATE TABLE books (id bigint PRIMARY KEY, title text);',
    references: ['https://www.postgresql.org/docs/current/ddl-generated-columns.html'],
  },
  options: z.strictObject({}),
  messages: {
    rewrites:
      'Adding the stored generated column {column} computes every row, so it rewrites {table} while reads and writes wait.',
  },
  examples: [
    {
      given: 'CREATE TABLE books (title text);',
      sql: 'ALTER TABLE books ADD COLUMN title_lower text GENERATED ALWAYS AS (lower(title)) STORED;',
      reports: ['rewrites'],
    },
    {
      sql: "ALTER TABLE books ADD COLUMN search tsvector GENERATED ALWAYS AS (to_tsvector('english', title)) STORED;",
      alone: true,
      reports: ['rewrites'],
    },
    {
      given: 'CREATE TABLE books (title text);',
      sql: 'ALTER TABLE books ADD COLUMN title_lower text GENERATED ALWAYS AS (lower(title)) VIRTUAL;',
      project: { server: { version: 18, timeZone: 'UTC' } },
      reports: [],
      because: 'A virtual column is computed when it is read.',
    },
    {
      sql: 'CREATE TABLE books (title text, title_lower text GENERATED ALWAYS AS (lower(title)) STORED);',
      reports: [],
      because: 'The table is new.',
    },
  ],
  check: {
    *addColumn(op, { effects }) {
      if (!op.column.generated?.stored || !visibleRewrite(effects)) return;
      yield { message: 'rewrites', data: { column: op.column.name, table: formatName(op.table) }, at: op.span };
    },
  },
});
