import { z } from 'zod';
import { relationNamed } from '../../catalog/existing.js';
import { formatName } from '../../core/name.js';
import { visible, whoWaits } from '../../effects/visible.js';
import { defineRule } from '../../engine/rule.js';

const visits =
  "CREATE TABLE visits (day date) PARTITION BY RANGE (day); CREATE TABLE visits_2026 PARTITION OF visits FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');";

export default defineRule({
  id: 'create-index-partitioned-parent',
  category: 'locks',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Build the index of a partitioned table partition by partition.',
    condition:
      'CREATE INDEX on a partitioned table with partitions that were there before this migration. Not `ON ONLY` the partitioned table, which builds nothing. CONCURRENTLY is an error: the server refuses it here.',
    effect:
      'All indexes are built in one transaction that locks the table and every partition: writes to all of them wait until the last index is built.',
    workaround:
      'An index on the partitioned table alone is instant. The partitions get theirs concurrently, each in a file of its own that runs outside a transaction, and are attached one by one; with the last one the index becomes valid:\n\n```sql\nCREATE INDEX visits_day_idx ON ONLY visits (day);\n```\n\n```sql\nCREATE INDEX CONCURRENTLY visits_2026_day_idx ON visits_2026 (day);\n```\n\n```sql\nALTER INDEX visits_day_idx ATTACH PARTITION visits_2026_day_idx;\n```',
    references: [
      'https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-MAINTENANCE',
    ],
  },
  options: z.strictObject({}),
  messages: {
    builds:
      'Creating {index} takes {mode} on {table} and its partitions: on all of them {waits} until every index is built.',
    refused: 'The server refuses to build {index} concurrently: {table} is partitioned.',
  },
  examples: [
    { given: visits, sql: 'CREATE INDEX visits_day_idx ON visits (day);', reports: ['builds'] },
    {
      given: visits,
      sql: 'CREATE INDEX CONCURRENTLY visits_day_idx ON visits (day);',
      project: { transaction: 'autocommit' },
      reports: ['refused'],
    },
    {
      given: visits,
      sql: 'CREATE INDEX visits_day_idx ON ONLY visits (day);',
      reports: [],
      because: 'Nothing is built.',
    },
    {
      given: 'CREATE TABLE visits (day date) PARTITION BY RANGE (day);',
      sql: 'CREATE INDEX visits_day_idx ON visits (day);',
      reports: [],
      because: 'There are no partitions yet.',
    },
    { sql: `${visits} CREATE INDEX visits_day_idx ON visits (day);`, reports: [], because: 'The table is new.' },
  ],
  check: {
    *createIndex(op, { catalog, effects }) {
      if (relationNamed(catalog, op.table)?.kind !== 'partitionedTable' || op.only) return;
      const data = { index: op.index ? `index ${op.index}` : 'this index', table: formatName(op.table) };
      const lock = visible(effects.locks)[0];
      if (op.concurrently) yield { message: 'refused', data, at: op.span, severity: 'error' };
      else if (lock && visible(effects.indexBuilds).length > 0) {
        yield { message: 'builds', data: { ...data, mode: lock.mode, waits: whoWaits(lock.mode) }, at: op.span };
      }
    },
  },
});
