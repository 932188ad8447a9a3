import { z } from 'zod';
import { relationNamed } from '../../catalog/existing.js';
import { formatName } from '../../core/name.js';
import { refusal } from '../../engine/refusal.js';
import { defineRule } from '../../engine/rule.js';
import type { PartitionKey } from '../../sql/operation.js';

const namesOf = (key: PartitionKey | undefined): string =>
  key?.columns.map((column) => column ?? 'an expression').join(', ') ?? 'its partition key';

export default defineRule({
  id: 'partitioned-unique-key',
  category: 'constraints',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  directions: ['up', 'down'],
  docs: {
    summary: 'Put the partition columns into every key of a partitioned table.',
    condition:
      'A primary key, a unique constraint or a unique index of a partitioned table that lacks a column by which the table is partitioned, or where it is partitioned by an expression.',
    effect: 'PostgreSQL refuses it (0A000), since each partition watches over its own rows alone.',
    workaround:
      '```sql\nCREATE TABLE visits (\n  id bigint GENERATED ALWAYS AS IDENTITY,\n  day date NOT NULL,\n  PRIMARY KEY (id, day)\n) PARTITION BY RANGE (day);\n```',
    references: [
      'https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-LIMITATIONS',
    ],
  },
  options: z.strictObject({}),
  messages: { lacks: 'PostgreSQL refuses this key of {table}: it must hold what the table is partitioned by ({key}).' },
  examples: [
    {
      sql: 'CREATE TABLE visits (id bigint PRIMARY KEY, day date NOT NULL) PARTITION BY RANGE (day);',
      reports: ['lacks'],
    },
    {
      given: 'CREATE TABLE visits (id bigint, day date NOT NULL) PARTITION BY RANGE (day);',
      sql: 'ALTER TABLE visits ADD CONSTRAINT visits_id UNIQUE (id); CREATE UNIQUE INDEX visits_once ON visits (id);',
      reports: ['lacks', 'lacks'],
    },
    {
      sql: 'CREATE TABLE visits (id bigint, day date NOT NULL, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);',
      reports: [],
    },
    {
      given: 'CREATE TABLE visits (id bigint, day date NOT NULL) PARTITION BY RANGE (day);',
      sql: "CREATE TABLE visits_may PARTITION OF visits FOR VALUES FROM ('2024-05-01') TO ('2024-06-01'); CREATE UNIQUE INDEX visits_may_id ON visits_may (id);",
      reports: [],
      because: 'A single partition may have a key of its own.',
    },
  ],
  check: {
    *createTable(op, { effects }) {
      if (op.partitionBy === undefined || !refusal(op, effects, '0A000')) return;
      yield { message: 'lacks', data: { table: formatName(op.table), key: namesOf(op.partitionBy) }, at: op.span };
    },
    *addConstraint(op, { effects, catalog }) {
      const { constraint, table } = op;
      const isKey = constraint.type === 'primaryKey' || constraint.type === 'unique';
      if (!isKey || constraint.notValid || constraint.usingIndex || !refusal(op, effects, '0A000')) return;
      const key = namesOf(relationNamed(catalog, table)?.partitionBy);
      yield { message: 'lacks', data: { table: formatName(table), key }, at: op.span };
    },
    *createIndex(op, { effects, catalog }) {
      if (op.concurrently || !op.unique || !refusal(op, effects, '0A000')) return;
      const key = namesOf(relationNamed(catalog, op.table)?.partitionBy);
      yield { message: 'lacks', data: { table: formatName(op.table), key }, at: op.span };
    },
  },
});
