import { z } from 'zod';
import { wasThereBefore } from '../../catalog/existing.js';
import { listText } from '../../core/list-text.js';
import { formatName } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'vacuum-full',
  aliases: ['cluster'],
  category: 'locks',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Do not run VACUUM FULL or CLUSTER on a table that is in use.',
    condition: 'VACUUM (FULL) or CLUSTER of an existing table, or of all tables. Not `VACUUM (FULL false)`.',
    effect:
      'The table and its indexes are written anew under ACCESS EXCLUSIVE: reads and writes wait until the copy is done, and it needs as much disk again.',
    workaround:
      'A plain VACUUM makes the space free for new rows, and nobody waits for it:\n\n```sql\nVACUUM (ANALYZE) books;\n```\n\nWhere the file itself has to shrink, use pg_repack or pg_squeeze, which copy the table while it is used. Where only an index is bloated:\n\n```sql\nREINDEX TABLE CONCURRENTLY books;\n```',
    references: [
      'https://www.postgresql.org/docs/current/routine-vacuuming.html#VACUUM-FOR-SPACE-RECOVERY',
      'https://reorg.github.io/pg_repack/',
    ],
  },
  options: z.strictObject({}),
  messages: {
    copies: '{command} writes {tables} anew under ACCESS EXCLUSIVE: reads and writes wait until it is done.',
  },
  examples: [
    {
      given: 'CREATE TABLE books (id bigint PRIMARY KEY);',
      sql: 'VACUUM (FULL, ANALYZE) books;',
      project: { transaction: 'autocommit' },
      reports: ['copies'],
    },
    {
      given: 'CREATE TABLE books (id bigint PRIMARY KEY);',
      sql: 'CLUSTER books USING books_pkey;',
      reports: ['copies'],
    },
    { sql: 'VACUUM FULL;', project: { transaction: 'autocommit' }, reports: ['copies'] },
    {
      given: 'CREATE TABLE books (id bigint PRIMARY KEY);',
      sql: 'VACUUM (FULL false, ANALYZE) books;',
      project: { transaction: 'autocommit' },
      reports: [],
    },
    {
      sql: 'CREATE TABLE books (id bigint PRIMARY KEY); CLUSTER books USING books_pkey;',
      reports: [],
      because: 'The table is new.',
    },
  ],
  check: {
    *vacuum({ full, tables, span }, { catalog }) {
      const existing = tables.filter((table) => wasThereBefore(catalog, table));
      if (!full || (tables.length > 0 && existing.length === 0)) return;
      const names = tables.length === 0 ? 'all tables' : listText(existing.map(formatName));
      yield { message: 'copies', data: { command: 'VACUUM FULL', tables: names }, at: span };
    },
    *cluster({ table, span }, { catalog }) {
      if (table && !wasThereBefore(catalog, table)) return;
      const tables = table ? formatName(table) : 'all clustered tables';
      yield { message: 'copies', data: { command: 'CLUSTER', tables }, at: span };
    },
  },
});
