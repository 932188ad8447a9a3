import { z } from 'zod';
import { relationNamed } from '../../catalog/existing.js';
import { formatName, formatQualified, type QualifiedName, quoteName, type WrittenName } from '../../core/name.js';
import type { Effects } from '../../effects/effects.js';
import { defaultPartitionOf } from '../../effects/partitions.js';
import { visible, whoWaits } from '../../effects/visible.js';
import { hasLockTimeout } from '../../engine/lock-timeout.js';
import { defineRule, type RuleContext } from '../../engine/rule.js';

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
      'DETACH PARTITION without CONCURRENTLY or FINALIZE, or DROP TABLE of a partition, of a partitioned table that was there before this migration. Where there is no better way than a lock_timeout, before PostgreSQL 14 and beside a DEFAULT partition, where the server refuses CONCURRENTLY, it is an info, and nothing once there is one.',
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
      given: `${visits} CREATE TABLE visits_rest PARTITION OF visits DEFAULT;`,
      sql: 'DROP TABLE visits_2026;',
      reports: ['drops'],
    },
    {
      given: `${visits} CREATE TABLE visits_rest PARTITION OF visits DEFAULT;`,
      sql: "SET LOCAL lock_timeout = '2s'; ALTER TABLE visits DETACH PARTITION visits_2026;",
      reports: [],
      because: 'Others wait for two seconds at the most.',
    },
    {
      given: visits,
      sql: "SET LOCAL lock_timeout = '2s'; ALTER TABLE visits DETACH PARTITION visits_2026;",
      reports: ['detaches'],
      because: 'CONCURRENTLY, nobody waits at all.',
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
    *detachPartition(op, context) {
      const { catalog, effects } = context;
      const parent = catalog.resolve(op.table);
      const lock = op.concurrently || op.finalize ? undefined : lockOn(parent, effects);
      const isRefused = refusesConcurrently(parent, context);
      if (!lock || (isRefused && hasLockTimeout(context))) return;
      const data = { partition: formatName(op.partition), ...lock };
      const detach = detachSql(op.table, op.partition);
      const workaround = isRefused
        ? bounded(`${detach};`)
        : `${ownFile}, outside a transaction\n${detach} CONCURRENTLY;`;
      yield { message: 'detaches', data, at: op.span, workaround, severity: isRefused ? 'info' : undefined };
    },
    *dropTable(op, context) {
      const { catalog, effects, script } = context;
      const parent = relationNamed(catalog, op.table)?.partitionOf?.parent;
      const lock = parent && lockOn(parent, effects);
      if (!lock || isDroppedToo(parent)) return;
      const isRefused = refusesConcurrently(parent, context);
      if (isRefused && hasLockTimeout(context)) return;
      const data = { partition: formatName(op.table), ...lock };
      const workaround = isRefused ? bounded(`DROP TABLE ${quoteName(op.table)};`) : undefined;
      yield { message: 'drops', data, at: op.span, workaround, severity: isRefused ? 'info' : undefined };

      function isDroppedToo(table: WrittenName): boolean {
        return script.statements.some(({ operations }) =>
          operations.some((other) => other.kind === 'dropTable' && other.table.name === table.name),
        );
      }
    },
  },
});

const refusesConcurrently = (
  parent: QualifiedName,
  { catalog, project }: Pick<RuleContext<unknown>, 'catalog' | 'project'>,
): boolean => project.server.version < 14 || defaultPartitionOf(parent, { catalog }) !== undefined;

function lockOn(parent: QualifiedName, effects: Effects) {
  const name = formatQualified(parent);
  const lock = visible(effects.locks).find(({ relation }) => formatQualified(relation) === name);
  return lock && { mode: lock.mode, table: formatName(parent), waits: whoWaits(lock.mode) };
}

const ownFile = '-- in a migration of its own';

const detachSql = (table: WrittenName, partition: WrittenName): string =>
  `ALTER TABLE ${quoteName(table)} DETACH PARTITION ${quoteName(partition)}`;

const bounded = (statement: string): string =>
  `${ownFile}; run it again when it times out\nSET LOCAL lock_timeout = '2s';\n${statement}`;
