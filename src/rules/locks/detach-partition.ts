import { z } from 'zod';
import { relationNamed } from '../../catalog/existing.js';
import { formatName, formatQualified, quoteName, type WrittenName } from '../../core/name.js';
import type { Effects } from '../../effects/effects.js';
import { defaultPartitionOf } from '../../effects/partitions.js';
import { visible, whoWaits } from '../../effects/visible.js';
import { defineRule } from '../../engine/rule.js';

const visits =
  "CREATE TABLE visits (day date NOT NULL) PARTITION BY RANGE (day); CREATE TABLE visits_2026 PARTITION OF visits FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');";

export default defineRule({
  id: 'detach-partition',
  category: 'locks',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Detach partitions concurrently, and drop them afterwards.',
    condition:
      'DETACH PARTITION without CONCURRENTLY or FINALIZE, or DROP TABLE of a partition, of a partitioned table that was there before this migration. An info where there is no better way: before PostgreSQL 14, and beside a DEFAULT partition, where the server refuses CONCURRENTLY.',
    effect:
      'The partitioned table is locked under ACCESS EXCLUSIVE to the end of the transaction: reads and writes of all partitions through it wait, behind the longest running query first.',
    workaround:
      'From PostgreSQL 14 on, in a file that runs outside a transaction. As soon as its first phase is done, rows of that partition can no longer be written through the partitioned table:\n\n```sql\nALTER TABLE visits DETACH PARTITION visits_2026 CONCURRENTLY;\n```\n\nA later migration may drop it:\n\n```sql\nDROP TABLE visits_2026;\n```',
    references: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DETACH-PARTITION'],
  },
  options: z.strictObject({}),
  messages: {
    detaches: 'Detaching {partition} takes {mode} on {table}: {waits}.',
    drops: 'Dropping the partition {partition} takes {mode} on {table}: {waits}.',
  },
  examples: [
    { given: visits, sql: 'ALTER TABLE visits DETACH PARTITION visits_2026;', reports: ['detaches'] },
    { given: visits, sql: 'DROP TABLE visits_2026;', reports: ['drops'] },
    {
      given: `${visits} CREATE TABLE visits_rest PARTITION OF visits DEFAULT;`,
      sql: 'ALTER TABLE visits DETACH PARTITION visits_2026;',
      reports: ['detaches'],
      because: 'CONCURRENTLY is no way out here, but a lock_timeout is.',
    },
    {
      given: visits,
      sql: 'ALTER TABLE visits DETACH PARTITION visits_2026 CONCURRENTLY;',
      project: { transaction: 'autocommit' },
      reports: [],
    },
    {
      given: [visits, 'ALTER TABLE visits DETACH PARTITION visits_2026 CONCURRENTLY;'],
      sql: 'DROP TABLE visits_2026;',
      reports: [],
      because: 'It is a table of its own by now.',
    },
    { given: visits, sql: 'DROP TABLE visits;', reports: [], because: 'All of it goes.' },
  ],
  check: {
    *detachPartition(op, { catalog, effects, project }) {
      const lock = op.concurrently || op.finalize ? undefined : lockOn(catalog.resolve(op.table), effects);
      if (!lock) return;
      const data = { partition: formatName(op.partition), ...lock };
      const hasDefault = defaultPartitionOf(catalog.resolve(op.table), { catalog }) !== undefined;
      const isRefused = project.server.version < 14 || hasDefault;
      const workaround = isRefused ? bounded(op.table, op.partition) : concurrent(op.table, op.partition);
      yield { message: 'detaches', data, at: op.span, workaround, severity: isRefused ? 'info' : undefined };
    },
    *dropTable(op, { catalog, effects, project, script }) {
      const parent = relationNamed(catalog, op.table)?.partitionOf?.parent;
      const lock = parent && lockOn(parent, effects);
      if (!lock || isDroppedToo(parent)) return;
      const data = { partition: formatName(op.table), ...lock };
      const isRefused = project.server.version < 14 || defaultPartitionOf(parent, { catalog }) !== undefined;
      yield { message: 'drops', data, at: op.span, severity: isRefused ? 'info' : undefined };

      function isDroppedToo(table: WrittenName): boolean {
        return script.statements.some(({ operations }) =>
          operations.some((other) => other.kind === 'dropTable' && other.table.name === table.name),
        );
      }
    },
  },
});

function lockOn(parent: WrittenName & { readonly schema: string }, effects: Effects) {
  const name = formatQualified(parent);
  const lock = visible(effects.locks).find(({ relation }) => formatQualified(relation) === name);
  return lock && { mode: lock.mode, table: formatName(parent), waits: whoWaits(lock.mode) };
}

const concurrent = (table: WrittenName, partition: WrittenName): string =>
  `-- in a migration of its own, outside a transaction\nALTER TABLE ${quoteName(table)} DETACH PARTITION ${quoteName(partition)} CONCURRENTLY;`;

const bounded = (table: WrittenName, partition: WrittenName): string =>
  `-- in a migration of its own; run it again when it times out\nSET LOCAL lock_timeout = '2s';\nALTER TABLE ${quoteName(table)} DETACH PARTITION ${quoteName(partition)};`;
