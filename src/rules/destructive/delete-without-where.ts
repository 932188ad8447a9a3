import { z } from 'zod';
import { mustHaveBeenThere } from '../../catalog/existing.js';
import { formatName, formatQualified, quoteName } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'delete-without-where',
  category: 'destructive',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Say which rows DELETE may delete.',
    condition:
      '`DELETE` without `WHERE`, or with one that is true for every row, from a table that existed before the migration. ' +
      'Not from a temporary table, not from one that the same migration created, and not where the same statement writes rows back (`WITH … AS (DELETE …) INSERT`).',
    effect:
      'Every row is lost. Until the transaction ends, writes to the same rows wait, and a table of some size fills up with ' +
      'dead rows that vacuum has to clear.',
    workaround:
      'Name the rows, and delete many in batches that commit, outside of schema migrations:\n\n```sql\n' +
      "DELETE FROM events WHERE id IN (\n  SELECT id FROM events WHERE made_at < now() - interval '90 days' LIMIT 10000\n);\n```",
    workaroundGiven: 'CREATE TABLE events (id bigint PRIMARY KEY, made_at timestamptz);',
    references: ['https://www.postgresql.org/docs/current/sql-delete.html'],
  },
  options: z.strictObject({}),
  messages: {
    deletesAll: 'DELETE FROM {table} has no WHERE: it deletes every row.',
    alwaysTrue: 'The WHERE of DELETE FROM {table} is true for every row: it deletes all of them.',
  },
  examples: [
    { given: 'create table events (id bigint);', sql: 'delete from events;', reports: ['deletesAll'] },
    { sql: 'delete from events where 1 = 1;', alone: true, reports: ['alwaysTrue'] },
    { sql: 'delete from events where made_at < now();', alone: true, reports: [] },
    {
      sql: 'create table events (id bigint); insert into events values (1); delete from events;',
      reports: [],
      because: 'The migration deletes what it put there itself.',
    },
    {
      given: 'create table events (id bigint);',
      sql: 'with kept as (select distinct id from events), gone as (delete from events) insert into events select id from kept;',
      reports: [],
      because: 'Rows that are there twice are put back once.',
    },
    { sql: 'create temporary table scratch (id bigint); delete from scratch;', reports: [] },
  ],
  check: {
    *delete(op, { catalog, statement }) {
      if (op.filter === 'condition' || !mustHaveBeenThere(catalog, op.table)) return;
      const table = formatQualified(catalog.resolve(op.table));
      if (
        statement.operations.some(
          (other) => other.kind === 'insert' && formatQualified(catalog.resolve(other.table)) === table,
        )
      )
        return;
      const name = quoteName(op.table);
      yield {
        message: op.filter === 'none' ? 'deletesAll' : 'alwaysTrue',
        data: { table: formatName(op.table) },
        at: op.span,
        subject: table,
        workaround:
          'Name the rows, and delete many in batches that commit, outside of schema migrations:\n\n```sql\n' +
          `DELETE FROM ${name} WHERE id IN (\n  SELECT id FROM ${name} WHERE … LIMIT 10000\n);\n\`\`\`\n\n` +
          'If every row may go, say so: `-- pgairlock-disable-next-line delete-without-where -- <why>`.',
      };
    },
  },
});
