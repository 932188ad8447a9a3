import { z } from 'zod';
import { formatName, quoteIdentifier, quoteName } from '../../core/name.js';
import { isConstrainedDomain } from '../../effects/type-facts.js';
import { visibleRewrite } from '../../effects/visible.js';
import { defineRule } from '../../engine/rule.js';
import { formatType } from '../../sql/format-type.js';

export default defineRule({
  id: 'add-column-volatile-default',
  category: 'locks',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Add a column without its volatile default, and set the default afterwards.',
    condition:
      'ADD COLUMN on an existing table with a default that is computed for each row: `gen_random_uuid()`, `random()`, `clock_timestamp()`, `nextval()`, a volatile function. Constants and `now()` are not: PostgreSQL stores them once, without a rewrite. A function that the history does not show is reported as info.',
    effect:
      'Every row and every index of the table is written anew under ACCESS EXCLUSIVE: reads and writes wait until it is done.',
    workaround:
      'Add the column without a default, then set the default for new rows:\n\n```sql\nALTER TABLE books ADD COLUMN token uuid;\nALTER TABLE books ALTER COLUMN token SET DEFAULT gen_random_uuid();\n```\n\nFill old rows in batches, outside of a migration transaction:\n\n```sql\nUPDATE books SET token = gen_random_uuid() WHERE id BETWEEN 1 AND 10000 AND token IS NULL;\n```\n\nThen make it NOT NULL by a validated CHECK (see set-not-null-scan).',
    workaroundGiven: 'CREATE TABLE books (id bigint PRIMARY KEY);',
    references: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES'],
  },
  options: z.strictObject({}),
  messages: {
    rewrites:
      'The default of {column} is computed for each row, so adding it rewrites {table} while reads and writes wait.',
    mayRewrite:
      'The default of {column} calls a function whose volatility is not known here; if it is volatile, adding the column rewrites {table}.',
  },
  examples: [
    {
      given: 'CREATE TABLE books (id bigint PRIMARY KEY);',
      sql: 'ALTER TABLE books ADD COLUMN token uuid DEFAULT gen_random_uuid();',
      reports: ['rewrites'],
    },
    {
      given: 'CREATE TABLE books (id bigint PRIMARY KEY);',
      sql: 'ALTER TABLE books ADD COLUMN seen_at timestamptz NOT NULL DEFAULT clock_timestamp();',
      reports: ['rewrites'],
    },
    {
      sql: 'ALTER TABLE books ADD COLUMN slug text DEFAULT make_slug();',
      alone: true,
      reports: ['mayRewrite'],
      because: 'Nobody knows what make_slug() is.',
    },
    {
      given: 'CREATE TABLE books (id bigint PRIMARY KEY);',
      sql: "ALTER TABLE books ADD COLUMN added_at timestamptz NOT NULL DEFAULT now(), ADD COLUMN meta jsonb DEFAULT '{}'::jsonb;",
      reports: [],
      because: 'now() and constants are stored once.',
    },
    {
      sql: 'CREATE TABLE books (id bigint PRIMARY KEY); ALTER TABLE books ADD COLUMN token uuid DEFAULT gen_random_uuid();',
      reports: [],
      because: 'The table is new: there are no rows.',
    },
  ],
  check: {
    *addColumn(op, { catalog, effects, section }) {
      const rewrite = visibleRewrite(effects);
      if (!rewrite || !op.column.default || isConstrainedDomain(op.column.type, catalog)) return;
      const table = quoteName(op.table);
      const value = op.column.default.span;
      const column = quoteIdentifier(op.column.name);
      const text = { column: op.column.name, table: formatName(op.table) };
      const workaround = `ALTER TABLE ${table} ADD COLUMN ${column} ${formatType(op.column.type)};\nALTER TABLE ${table} ALTER COLUMN ${column} SET DEFAULT ${section.text.slice(value.start, value.end)};\n-- then fill the old rows in batches${op.column.notNull ? ', and make it NOT NULL by a validated CHECK' : ''}`;
      if (rewrite.certain) yield { message: 'rewrites', data: text, at: op.span, workaround };
      else yield { message: 'mayRewrite', data: text, at: op.span, severity: 'info' };
    },
  },
});
