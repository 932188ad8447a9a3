import { z } from 'zod';
import { formatName } from '../../core/name.js';
import { visible } from '../../effects/visible.js';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'reindex-non-concurrent',
  category: 'locks',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Rebuild indexes concurrently.',
    condition:
      'REINDEX INDEX, TABLE, SCHEMA, DATABASE or SYSTEM without CONCURRENTLY, on objects that were there before.',
    effect:
      'Writes to the table wait for the whole rebuild. Reads wait too: planning a query opens every index of its table, and the index that is rebuilt is under ACCESS EXCLUSIVE.',
    workaround: 'Outside a transaction:\n\n```sql\nREINDEX INDEX CONCURRENTLY books_title;\n```',
    references: ['https://www.postgresql.org/docs/current/sql-reindex.html#SQL-REINDEX-CONCURRENTLY'],
  },
  options: z.strictObject({}),
  messages: {
    blocks: 'REINDEX of {target} makes writes wait for the whole rebuild, and reads that plan against the index too.',
  },
  examples: [
    {
      given: 'CREATE TABLE books (title text); CREATE INDEX books_title ON books (title);',
      sql: 'REINDEX INDEX books_title;',
      reports: ['blocks'],
    },
    { sql: 'REINDEX TABLE books;', alone: true, reports: ['blocks'] },
    { sql: 'REINDEX TABLE CONCURRENTLY books;', alone: true, project: { transaction: 'autocommit' }, reports: [] },
    {
      sql: 'CREATE TABLE books (title text); CREATE INDEX books_title ON books (title); REINDEX TABLE books;',
      reports: [],
      because: 'The table is new.',
    },
  ],
  check: {
    *reindex(op, { effects }) {
      const everything = op.target === 'schema' || op.target === 'database' || op.target === 'system';
      if (op.concurrently || (!everything && visible(effects.locks).length === 0)) return;
      const target = op.name ? `${op.target} ${formatName(op.name)}` : `the whole ${op.target}`;
      yield { message: 'blocks', data: { target }, at: op.span };
    },
  },
});
