import { z } from 'zod';
import { mustHaveBeenThere } from '../../catalog/existing.js';
import { listText } from '../../core/list-text.js';
import { formatName, formatQualified, quoteName, type WrittenName } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'truncate',
  category: 'destructive',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Do not truncate tables.',
    condition:
      '`TRUNCATE` of a table that existed before the migration. Not of a temporary table, and not of one that the same ' +
      'migration created. With `CASCADE` it is `truncate-cascade` that speaks.',
    effect:
      'All rows are lost. TRUNCATE holds ACCESS EXCLUSIVE to the end of the transaction, so that reads and writes wait; it ' +
      'fires no DELETE trigger, and to transactions that began before it the table looks empty.',
    workaround:
      'Delete what has to go by a condition, in batches that commit, outside of schema migrations:\n\n```sql\n' +
      "DELETE FROM events WHERE id IN (\n  SELECT id FROM events WHERE made_at < now() - interval '90 days' LIMIT 10000\n);\n```\n\n" +
      'If the table may really be emptied, say so: `-- pgairlock-disable-next-line truncate -- <why>`.',
    workaroundGiven: 'CREATE TABLE events (id bigint PRIMARY KEY, made_at timestamptz);',
    references: ['https://www.postgresql.org/docs/current/sql-truncate.html'],
  },
  options: z.strictObject({}),
  messages: { losesRows: 'TRUNCATE deletes all rows of {tables} for good.' },
  examples: [
    { given: 'create table events (id bigint);', sql: 'truncate events;', reports: ['losesRows'] },
    { sql: 'truncate table events, audit.log restart identity;', alone: true, reports: ['losesRows'] },
    {
      sql: 'create table events (id bigint); insert into events values (1); truncate events;',
      reports: [],
      because: 'The migration empties what it filled itself.',
    },
    { sql: 'create temporary table scratch (id bigint); truncate scratch;', reports: [] },
    {
      given: 'create table events (id bigint);',
      sql: 'truncate events cascade;',
      reports: [],
      because: '`truncate-cascade` reports it, once.',
    },
  ],
  check: {
    *truncate(op, { catalog }) {
      const tables = op.tables.filter((table) => mustHaveBeenThere(catalog, table));
      if (op.cascade || tables.length === 0) return;
      yield {
        message: 'losesRows',
        data: { tables: listText(tables.map(formatName)) },
        at: op.span,
        subject: tables.map((table) => formatQualified(catalog.resolve(table))).join(),
        workaround: inBatches(tables),
      };
    },
  },
});

const inBatches = (tables: readonly WrittenName[]): string =>
  'Delete what has to go by a condition, in batches that commit, outside of schema migrations:\n\n```sql\n' +
  tables
    .map(
      (table) =>
        `DELETE FROM ${quoteName(table)} WHERE id IN (\n  SELECT id FROM ${quoteName(table)} WHERE … LIMIT 10000\n);`,
    )
    .join('\n') +
  '\n```\n\nIf every row may really go, say so: `-- pgairlock-disable-next-line truncate -- <why>`.';
