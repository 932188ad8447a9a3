import { z } from 'zod';
import { formatName, type WrittenName } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';

const named = (partition: WrittenName, parent: WrittenName) => ({
  partition: formatName(partition),
  table: formatName(parent),
});

export default defineRule({
  id: 'default-partition',
  category: 'constraints',
  severity: 'info',
  presets: { strict: true },
  docs: {
    summary: 'Make partitions ahead of time rather than a default partition.',
    condition: 'A partition is made or attached as DEFAULT.',
    effect:
      'Every partition that is added later locks the default one against reads and writes while its rows are read, and DETACH CONCURRENTLY is refused as long as it is there.',
    workaround:
      "Make the partitions that will be needed, ahead of time:\n\n```sql\nCREATE TABLE visits_2030 PARTITION OF visits FOR VALUES FROM ('2030-01-01') TO ('2031-01-01');\nCREATE TABLE visits_2031 PARTITION OF visits FOR VALUES FROM ('2031-01-01') TO ('2032-01-01');\n```",
    references: [
      'https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-MAINTENANCE',
    ],
  },
  options: z.strictObject({}),
  messages: {
    default: 'With {partition} as its default partition, each new partition of {table} blocks and reads that one.',
  },
  examples: [
    {
      given: 'CREATE TABLE visits (day date) PARTITION BY RANGE (day);',
      sql: 'CREATE TABLE visits_rest PARTITION OF visits DEFAULT;',
      reports: ['default'],
    },
    {
      given: 'CREATE TABLE visits (day date) PARTITION BY RANGE (day); CREATE TABLE visits_rest (day date);',
      sql: 'ALTER TABLE visits ATTACH PARTITION visits_rest DEFAULT;',
      reports: ['default'],
    },
    {
      given: 'CREATE TABLE visits (day date) PARTITION BY RANGE (day);',
      sql: "CREATE TABLE visits_2030 PARTITION OF visits FOR VALUES FROM ('2030-01-01') TO ('2031-01-01');",
      reports: [],
    },
    {
      given: 'CREATE TABLE visits (kind text) PARTITION BY LIST (kind);',
      sql: "CREATE TABLE visits_default PARTITION OF visits FOR VALUES IN ('default');",
      reports: [],
      because: 'It is a value, not the default partition.',
    },
  ],
  check: {
    *createTable(op) {
      if (op.partitionOf?.bound.isDefault !== true) return;
      yield { message: 'default', data: named(op.table, op.partitionOf.parent), at: op.span };
    },
    *attachPartition(op) {
      if (op.bound.isDefault) yield { message: 'default', data: named(op.partition, op.table), at: op.span };
    },
  },
});
