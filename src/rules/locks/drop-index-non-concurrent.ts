import { z } from 'zod';
import { formatName, quoteName } from '../../core/name.js';
import { visible, whoWaits } from '../../effects/visible.js';
import { defineRule } from '../../engine/rule.js';
import { concurrentlyLater } from '../../engine/split-statement.js';
import type { Operation } from '../../sql/operation.js';
import { operationsBefore } from '../../sql/script-order.js';

export default defineRule({
  id: 'drop-index-non-concurrent',
  category: 'locks',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  loud: 'Each one waits for every query on the table, and everybody waits behind it.',
  docs: {
    summary: 'Drop indexes of existing tables concurrently.',
    condition:
      'DROP INDEX without CONCURRENTLY, where the table or the index was there before this migration. Not for indexes of partitioned tables, which the server refuses to drop concurrently, and not for the index of a constraint that the same migration has dropped.',
    effect:
      'It is quick once it has its lock, but it waits for every running query on the table, and all later queries wait behind it.',
    workaround:
      'In a migration of its own that runs outside a transaction, one index a statement:\n\n```sql\nDROP INDEX CONCURRENTLY IF EXISTS books_title;\n```',
    references: ['https://www.postgresql.org/docs/current/sql-dropindex.html'],
  },
  options: z.strictObject({}),
  messages: { blocks: 'DROP INDEX {index} takes {mode} on {table}: {waits} until it has run.' },
  examples: [
    {
      given: 'CREATE TABLE books (title text); CREATE INDEX books_title ON books (title);',
      sql: 'DROP INDEX books_title;',
      reports: ['blocks'],
    },
    { sql: 'DROP INDEX IF EXISTS books_title;', alone: true, reports: ['blocks'] },
    {
      given: 'CREATE TABLE books (title text); CREATE INDEX books_title ON books (title);',
      sql: 'DROP INDEX CONCURRENTLY books_title;',
      project: { transaction: 'autocommit' },
      reports: [],
    },
    {
      sql: 'CREATE TABLE books (title text); CREATE INDEX books_title ON books (title); DROP INDEX books_title;',
      reports: [],
      because: 'Table and index are new.',
    },
    {
      given: 'CREATE TABLE events (at timestamptz) PARTITION BY RANGE (at); CREATE INDEX events_at ON events (at);',
      sql: 'DROP INDEX events_at;',
      reports: [],
      because: 'An index of a partitioned table cannot be dropped concurrently.',
    },
    {
      sql: 'ALTER TABLE books DROP CONSTRAINT books_pkey; DROP INDEX IF EXISTS books_pkey;',
      alone: true,
      reports: [],
      because: 'The index went with its constraint.',
    },
  ],
  check: {
    *dropIndex(op, { effects, catalog, script, statement, section }) {
      if (op.concurrently) return;
      const isItsConstraint = (other: Operation): boolean =>
        other.kind === 'dropConstraint' && other.constraint === op.index.name;
      if (operationsBefore(script, op).some(isItsConstraint)) return;
      const index = catalog.index(op.index);
      if (index === 'absent') return;
      const table = index === 'unknown' ? 'unknown' : catalog.relation(index.table);
      if (typeof table === 'object' && table.kind === 'partitionedTable') return;
      const lock = visible(effects.locks).find((held) => held.target === 'table') ?? visible(effects.locks)[0];
      if (!lock) return;
      yield {
        message: 'blocks',
        data: {
          index: formatName(op.index),
          mode: lock.mode,
          table: lock.target === 'table' ? formatName(lock.relation) : 'its table',
          waits: whoWaits(lock.mode),
        },
        at: op.span,
        workaround: `-- in a migration of its own, outside a transaction\nDROP INDEX CONCURRENTLY IF EXISTS ${quoteName(op.index)};`,
        split: concurrentlyLater(op, statement, section.text),
      };
    },
  },
});
