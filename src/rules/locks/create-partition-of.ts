import { z } from 'zod';
import { formatName, formatQualified } from '../../core/name.js';
import { visible, whoWaits } from '../../effects/visible.js';
import { defineRule } from '../../engine/rule.js';

const visits = 'CREATE TABLE visits (day date NOT NULL) PARTITION BY RANGE (day);';
const bound = "FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')";

export default defineRule({
  id: 'create-partition-of',
  category: 'locks',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Create a partition as a table, and attach it.',
    condition:
      'CREATE TABLE … PARTITION OF a partitioned table that was there before this migration. ATTACH PARTITION is not meant: it needs a weaker lock.',
    effect:
      'The partitioned table is locked under ACCESS EXCLUSIVE to the end of the transaction: reads and writes of all partitions through it wait, behind the longest running query first.',
    workaround: `ATTACH PARTITION takes SHARE UPDATE EXCLUSIVE on the partitioned table, so that reads and writes go on:\n\n\`\`\`sql\nCREATE TABLE visits_2026 (LIKE visits INCLUDING ALL);\nALTER TABLE visits ATTACH PARTITION visits_2026 ${bound};\n\`\`\``,
    references: [
      'https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-MAINTENANCE',
    ],
  },
  options: z.strictObject({}),
  messages: { blocks: 'Creating {partition} as a partition takes {mode} on {table}: {waits}.' },
  examples: [
    { given: visits, sql: `CREATE TABLE visits_2026 PARTITION OF visits ${bound};`, reports: ['blocks'] },
    { sql: 'CREATE TABLE visits_rest PARTITION OF visits DEFAULT;', alone: true, reports: ['blocks'] },
    {
      given: visits,
      sql: `CREATE TABLE visits_2026 (LIKE visits INCLUDING ALL); ALTER TABLE visits ATTACH PARTITION visits_2026 ${bound};`,
      reports: [],
    },
    { sql: `${visits} CREATE TABLE visits_2026 PARTITION OF visits ${bound};`, reports: [], because: 'It is new.' },
    {
      given: `${visits} CREATE TABLE visits_2026 PARTITION OF visits ${bound};`,
      sql: `CREATE TABLE IF NOT EXISTS visits_2026 PARTITION OF visits ${bound};`,
      reports: [],
      because: 'It is there already.',
    },
  ],
  check: {
    *createTable({ partitionOf, table, span }, { catalog, effects }) {
      if (!partitionOf) return;
      const parent = formatQualified(catalog.resolve(partitionOf.parent));
      const lock = visible(effects.locks).find(({ relation }) => formatQualified(relation) === parent);
      if (!lock) return;
      const data = { partition: formatName(table), mode: lock.mode, table: formatName(partitionOf.parent) };
      yield { message: 'blocks', data: { ...data, waits: whoWaits(lock.mode) }, at: span };
    },
  },
});
