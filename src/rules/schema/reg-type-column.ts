import { z } from 'zod';
import { formatName } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';
import { isBuiltIn, onWrittenColumns } from '../../engine/written-columns.js';

/** Those that pg_upgrade refuses: it keeps the numbers of relations, types and roles only. */
const refused = [
  'regcollation',
  'regconfig',
  'regdictionary',
  'regnamespace',
  'regoper',
  'regoperator',
  'regproc',
  'regprocedure',
] as const;

export default defineRule({
  id: 'reg-type-column',
  category: 'schema',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Store names, not the reg types that pg_upgrade refuses.',
    condition: `A column is written as ${refused.join(', ')}. regclass, regrole and regtype may be stored.`,
    effect: 'pg_upgrade stops at the column, as the numbers behind it are others after an upgrade.',
    workaround:
      '```sql\nALTER TABLE jobs ADD COLUMN handler text;\n```\n\nConvert where it is used: `handler::regproc`.',
    references: ['https://www.postgresql.org/docs/current/pgupgrade.html'],
  },
  options: z.strictObject({}),
  messages: { stored: 'Column {column} of {table} is {type}: pg_upgrade refuses a database with such a column.' },
  examples: [
    { sql: 'CREATE TABLE jobs (id bigint PRIMARY KEY, handler regproc);', reports: ['stored'] },
    {
      given: 'CREATE TABLE jobs (id bigint PRIMARY KEY);',
      sql: 'ALTER TABLE jobs ADD COLUMN language regconfig;',
      reports: ['stored'],
    },
    { sql: 'CREATE TABLE jobs (id bigint PRIMARY KEY, target regclass, owner regrole);', reports: [] },
    { sql: 'CREATE TABLE jobs (id bigint PRIMARY KEY, handler text);', reports: [] },
  ],
  check: onWrittenColumns(function* ({ table, column, type }) {
    if (!isBuiltIn(type, ...refused)) return;
    yield {
      message: 'stored',
      data: { table: formatName(table), column, type: type.name },
      at: type.span,
      subject: `${formatName(table)}.${column}`,
    };
  }),
});
