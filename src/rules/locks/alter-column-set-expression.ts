import { z } from 'zod';
import { formatName } from '../../core/name.js';
import { visibleRewrite } from '../../effects/visible.js';
import { defineRule } from '../../engine/rule.js';

const books =
  'CREATE TABLE books (id bigint PRIMARY KEY, price numeric, gross numeric GENERATED ALWAYS AS (price * 1.19) STORED);';

export default defineRule({
  id: 'alter-column-set-expression',
  category: 'locks',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Give a stored generated column another expression by a new column.',
    condition:
      'ALTER COLUMN … SET EXPRESSION (PostgreSQL 17) of a stored generated column of an existing table. That of a VIRTUAL column (PostgreSQL 18) is free. Where the column is not known, it is a warning.',
    effect:
      'The value of each row is computed anew, so the whole table and its indexes are written anew under ACCESS EXCLUSIVE: reads and writes wait until it is done.',
    workaround:
      "A plain column that a trigger fills can be computed in batches. It then takes the place of the generated one:\n\n```sql\nALTER TABLE books ADD COLUMN gross_new numeric;\nCREATE FUNCTION books_gross() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$\nBEGIN\n  NEW.gross_new := NEW.price * 1.2;\n  RETURN NEW;\nEND $$;\nCREATE TRIGGER books_gross BEFORE INSERT OR UPDATE ON books\n  FOR EACH ROW EXECUTE FUNCTION books_gross();\n```\n\n```sql\nUPDATE books SET gross_new = price * 1.2 WHERE id BETWEEN 1 AND 10000;\n```\n\n```sql\nSET LOCAL lock_timeout = '2s';\nALTER TABLE books DROP COLUMN gross;\nALTER TABLE books RENAME COLUMN gross_new TO gross;\nCREATE OR REPLACE FUNCTION books_gross() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$\nBEGIN\n  NEW.gross := NEW.price * 1.2;\n  RETURN NEW;\nEND $$;\n```",
    references: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-EXPRESSION'],
  },
  options: z.strictObject({}),
  messages: {
    rewrites:
      'SET EXPRESSION computes {column} anew for every row, so it rewrites {table} under ACCESS EXCLUSIVE: reads and writes wait.',
    mayRewrite:
      'SET EXPRESSION rewrites {table} under ACCESS EXCLUSIVE if {column} is stored, which is not known here: reads and writes wait.',
  },
  examples: [
    {
      given: books,
      sql: 'ALTER TABLE books ALTER COLUMN gross SET EXPRESSION AS (price * 1.2);',
      project: { server: { version: 17, timeZone: 'UTC' } },
      reports: ['rewrites'],
    },
    {
      sql: 'ALTER TABLE books ALTER COLUMN gross SET EXPRESSION AS (price * 1.2);',
      alone: true,
      project: { server: { version: 18, timeZone: 'UTC' } },
      reports: ['mayRewrite'],
    },
    {
      given: 'CREATE TABLE books (price numeric, gross numeric GENERATED ALWAYS AS (price * 1.19) VIRTUAL);',
      sql: 'ALTER TABLE books ALTER COLUMN gross SET EXPRESSION AS (price * 1.2);',
      project: { server: { version: 18, timeZone: 'UTC' } },
      reports: [],
      because: 'A virtual column is computed when it is read.',
    },
    {
      sql: `${books} ALTER TABLE books ALTER COLUMN gross SET EXPRESSION AS (price * 1.2);`,
      project: { server: { version: 17, timeZone: 'UTC' } },
      reports: [],
      because: 'The table is new.',
    },
  ],
  check: {
    *setExpression(op, { effects }) {
      const rewrite = visibleRewrite(effects);
      if (!rewrite) return;
      const data = { column: op.column, table: formatName(op.table) };
      if (rewrite.certain) yield { message: 'rewrites', data, at: op.span };
      else yield { message: 'mayRewrite', data, at: op.span, severity: 'warning' };
    },
  },
});
