import { z } from 'zod';
import { listText } from '../../core/list-text.js';
import { formatName } from '../../core/name.js';
import { typeChangeBlockers } from '../../effects/type-change-errors.js';
import { defineRule } from '../../engine/rule.js';

const shop = 'CREATE TABLE books (isbn varchar(13), price int); CREATE VIEW isbns AS SELECT isbn FROM books;';

export default defineRule({
  id: 'alter-column-type-blocked',
  category: 'locks',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  directions: ['up', 'down'],
  docs: {
    summary: 'Drop what uses a column before its type changes, and make it again afterwards.',
    condition:
      'ALTER COLUMN … TYPE of a column that a view, a rule, a policy, another generated column or an UPDATE OF trigger uses; or to a type that the old one, or the default of the column, is not cast to without USING.',
    effect: 'The server refuses it (0A000 or 42804), and the migration fails.',
    workaround:
      'In one transaction:\n\n```sql\nDROP VIEW isbns;\nALTER TABLE books ALTER COLUMN isbn TYPE text;\nCREATE VIEW isbns AS SELECT isbn FROM books;\n```\n\nWhere a cast is missing, write it (`USING price::int`). Where it is that of the default, drop the default first and set another one afterwards.',
    references: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DATA-TYPE'],
  },
  options: z.strictObject({}),
  messages: {
    used: 'The server refuses to change the type of {column}: {dependents} of {table} would have to be made anew.',
    cast: 'The server refuses this change of type: {error}.',
  },
  examples: [
    { given: shop, sql: 'ALTER TABLE books ALTER COLUMN isbn TYPE text;', reports: ['used'] },
    { given: shop, sql: 'ALTER TABLE books ALTER COLUMN price TYPE date;', reports: ['cast'] },
    {
      given: 'CREATE TABLE books (paid text DEFAULT false::text);',
      sql: 'ALTER TABLE books ALTER COLUMN paid TYPE boolean USING paid::boolean;',
      reports: ['cast'],
      because: 'USING is for the rows; the default has a type of its own.',
    },
    {
      given: shop,
      sql: 'DROP VIEW isbns; ALTER TABLE books ALTER COLUMN isbn TYPE text; CREATE VIEW isbns AS SELECT isbn FROM books;',
      reports: [],
    },
    {
      given: 'CREATE TABLE books (paid text DEFAULT false::text);',
      sql: 'ALTER TABLE books ALTER COLUMN paid DROP DEFAULT; ALTER TABLE books ALTER COLUMN paid TYPE boolean USING paid::boolean;',
      reports: [],
    },
    {
      given: shop,
      sql: 'ALTER TABLE books ALTER COLUMN price TYPE bigint;',
      reports: [],
      because: 'The view does not use this column.',
    },
  ],
  check: {
    *alterColumnType(op, { catalog, effects }) {
      const failure = effects.errors.find(({ sqlstate }) => ['0A000', '42601', '42804'].includes(sqlstate));
      if (!failure) return;
      const blockers = typeChangeBlockers(op, catalog).map(({ objectType, name }) => `${objectType} ${name}`);
      const data = { column: op.column, table: formatName(op.table), dependents: listText([...new Set(blockers)], 3) };
      if (failure.sqlstate === '42804') yield { message: 'cast', data: { error: failure.message }, at: op.span };
      else if (blockers.length > 0) yield { message: 'used', data, at: op.span };
    },
  },
});
