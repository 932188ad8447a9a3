import { z } from 'zod';
import { formatName } from '../../core/name.js';
import { visibleIndexBuild } from '../../effects/visible.js';
import { defineRule } from '../../engine/rule.js';
import { formatType } from '../../sql/format-type.js';

const books = 'CREATE TABLE books (title text); CREATE INDEX books_title_idx ON books (title);';

export default defineRule({
  id: 'alter-column-type-index-rebuild',
  category: 'locks',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Drop the indexes on a column before its sort order changes.',
    condition:
      'ALTER COLUMN … TYPE on an existing table that keeps the rows as they are and changes how they are sorted, where an index is on the column: another COLLATE, text to citext and back. Changes that rewrite the table are told by alter-column-type-rewrite.',
    effect: 'The indexes on the column are built anew under ACCESS EXCLUSIVE: reads and writes wait until it is done.',
    workaround:
      'Three migrations, the first and the last outside a transaction. Queries that need the index are slow in between:\n\n```sql\nDROP INDEX CONCURRENTLY books_title_idx;\n```\n\n```sql\nALTER TABLE books ALTER COLUMN title TYPE text COLLATE "C";\n```\n\n```sql\nCREATE INDEX CONCURRENTLY books_title_idx ON books (title);\n```',
    references: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES'],
  },
  options: z.strictObject({}),
  messages: {
    builds:
      'Changing {column} to {type} builds the indexes on it anew ({because}) under ACCESS EXCLUSIVE on {table}: reads and writes wait.',
  },
  examples: [
    {
      given: books,
      sql: 'ALTER TABLE books ALTER COLUMN title TYPE text COLLATE "C";',
      reports: ['builds'],
    },
    {
      given: `CREATE EXTENSION citext; ${books}`,
      sql: 'ALTER TABLE books ALTER COLUMN title TYPE citext;',
      reports: ['builds'],
    },
    {
      given: 'CREATE TABLE books (title varchar(80)); CREATE INDEX books_title_idx ON books (title);',
      sql: 'ALTER TABLE books ALTER COLUMN title TYPE text;',
      reports: [],
      because: 'Both are sorted alike, so the index is kept.',
    },
    {
      given: 'CREATE TABLE books (title text);',
      sql: 'ALTER TABLE books ALTER COLUMN title TYPE text COLLATE "C";',
      reports: [],
      because: 'No index is on the column.',
    },
  ],
  check: {
    *alterColumnType(op, { effects }) {
      const build = visibleIndexBuild(effects);
      if (!build || effects.rewrites.length > 0) return;
      const { because } = build;
      const data = { column: op.column, type: formatType(op.type), table: formatName(op.table), because };
      yield { message: 'builds', data, at: op.span };
    },
  },
});
