import { z } from 'zod';
import { formatName, quoteIdentifier, quoteName } from '../../core/name.js';
import { visibleRewrite } from '../../effects/visible.js';
import { defineRule } from '../../engine/rule.js';
import { formatType } from '../../sql/format-type.js';
import type { AlterColumnType } from '../../sql/operation.js';

/** The recipe for this very column. */
function newColumn(op: AlterColumnType): string {
  const table = quoteName(op.table);
  const column = quoteIdentifier(op.column);
  const [next, old] = [quoteIdentifier(`${op.column}_new`), quoteIdentifier(`${op.column}_old`)];
  const sync = quoteIdentifier(`${op.table.name}_${op.column}_sync`);
  return `-- migration 1: a new column, kept in step
ALTER TABLE ${table} ADD COLUMN ${next} ${formatType(op.type)};
CREATE FUNCTION ${sync}() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  NEW.${next} := NEW.${column};
  RETURN NEW;
END $$;
CREATE TRIGGER ${sync} BEFORE INSERT OR UPDATE ON ${table}\n  FOR EACH ROW EXECUTE FUNCTION ${sync}();
-- outside of a migration, in batches
UPDATE ${table} SET ${next} = ${column} WHERE …;
-- migration 2, later: swap them
SET LOCAL lock_timeout = '2s';
DROP TRIGGER ${sync} ON ${table};
ALTER TABLE ${table} RENAME COLUMN ${column} TO ${old};
ALTER TABLE ${table} RENAME COLUMN ${next} TO ${column};`;
}

export default defineRule({
  id: 'alter-column-type-rewrite',
  category: 'locks',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Change the type of a column by a new column, unless the change is free.',
    condition:
      'ALTER COLUMN … TYPE on an existing table, unless the server can keep the rows as they are: a longer or unlimited varchar, varchar to text, a numeric with more digits and the same scale, more precise timestamps, cidr to inet, timestamp to timestamptz where the session runs in UTC, the same type. Where the old type is not known, it is a warning.',
    effect:
      'Every row and every index of the table is written anew under ACCESS EXCLUSIVE: reads and writes wait until it is done.',
    workaround:
      "Use a new column. Keep both in step by a trigger, fill old rows in batches, then swap them in one short transaction:\n\n```sql\nALTER TABLE books ADD COLUMN isbn_new bigint;\nCREATE FUNCTION books_isbn_sync() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$\nBEGIN\n  NEW.isbn_new := NEW.isbn;\n  RETURN NEW;\nEND $$;\nCREATE TRIGGER books_isbn_sync BEFORE INSERT OR UPDATE ON books\n  FOR EACH ROW EXECUTE FUNCTION books_isbn_sync();\n```\n\n```sql\nUPDATE books SET isbn_new = isbn WHERE id BETWEEN 1 AND 10000;\n```\n\n```sql\nSET LOCAL lock_timeout = '2s';\nDROP TRIGGER books_isbn_sync ON books;\nALTER TABLE books RENAME COLUMN isbn TO isbn_old;\nALTER TABLE books RENAME COLUMN isbn_new TO isbn;\n```",
    workaroundGiven: 'CREATE TABLE books (id bigint PRIMARY KEY, isbn int);',
    references: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES'],
  },
  options: z.strictObject({}),
  messages: {
    rewrites: 'Changing {column} to {type} rewrites {table} and its indexes while reads and writes wait.',
    mayRewrite:
      'Changing {column} to {type} may rewrite {table} while reads and writes wait; its present type is not known here.',
  },
  examples: [
    {
      given: 'CREATE TABLE books (id int PRIMARY KEY);',
      sql: 'ALTER TABLE books ALTER COLUMN id TYPE bigint;',
      reports: ['rewrites'],
    },
    {
      given: 'CREATE TABLE books (isbn varchar(20));',
      sql: 'ALTER TABLE books ALTER COLUMN isbn TYPE varchar(13);',
      reports: ['rewrites'],
    },
    { sql: 'ALTER TABLE books ALTER COLUMN isbn TYPE text;', alone: true, reports: ['mayRewrite'] },
    {
      given: 'CREATE TABLE books (isbn varchar(13), price numeric(10,2));',
      sql: 'ALTER TABLE books ALTER COLUMN isbn TYPE text, ALTER COLUMN price TYPE numeric(12,2);',
      reports: [],
      because: 'Both changes keep the rows as they are.',
    },
    {
      sql: 'CREATE TABLE books (id int); ALTER TABLE books ALTER COLUMN id TYPE bigint;',
      reports: [],
      because: 'The table is new.',
    },
  ],
  check: {
    *alterColumnType(op, { effects }) {
      const rewrite = visibleRewrite(effects);
      if (!rewrite) return;
      const data = { column: op.column, type: formatType(op.type), table: formatName(op.table) };
      if (rewrite.certain) yield { message: 'rewrites', data, at: op.span, workaround: newColumn(op) };
      else yield { message: 'mayRewrite', data, at: op.span, severity: 'warning' };
    },
  },
});
