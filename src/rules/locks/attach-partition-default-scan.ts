import { z } from 'zod';
import { formatName, formatQualified, type WrittenName } from '../../core/name.js';
import type { Span } from '../../core/span.js';
import { defaultPartitionOf } from '../../effects/partitions.js';
import { visible } from '../../effects/visible.js';
import { defineRule, type RuleContext } from '../../engine/rule.js';

const visits =
  'CREATE TABLE visits (day date NOT NULL) PARTITION BY RANGE (day); CREATE TABLE visits_rest PARTITION OF visits DEFAULT;';
const next = "CREATE TABLE visits_2026 PARTITION OF visits FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');";
const check = "ALTER TABLE visits_rest ADD CONSTRAINT not_2026 CHECK (day < '2026-01-01' OR day >= '2027-01-01')";

export default defineRule({
  id: 'attach-partition-default-scan',
  category: 'locks',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Let a CHECK prove that the default partition holds no row of a new partition.',
    condition:
      'A partition is attached to, or created for, a partitioned table whose DEFAULT partition was there before this migration, unless a validated CHECK on the default partition leaves the new range or values out.',
    effect:
      'The whole default partition is read under ACCESS EXCLUSIVE for rows that belong into the new one: its reads and writes wait until it is done. If there is one, the migration fails.',
    workaround: `Three migrations. Only the second reads the default partition, and nobody waits for it:\n\n\`\`\`sql\n${check} NOT VALID;\n\`\`\`\n\n\`\`\`sql\nALTER TABLE visits_rest VALIDATE CONSTRAINT not_2026;\n\`\`\`\n\n\`\`\`sql\nSET LOCAL lock_timeout = '2s';\nCREATE TABLE visits_2026 (LIKE visits INCLUDING ALL);\nALTER TABLE visits ATTACH PARTITION visits_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');\nALTER TABLE visits_rest DROP CONSTRAINT not_2026;\n\`\`\``,
    references: [
      'https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-MAINTENANCE',
    ],
  },
  options: z.strictObject({}),
  messages: {
    scans:
      'All of the default partition {rest} is read under ACCESS EXCLUSIVE for rows of the new partition of {table}: reads and writes of it wait.',
  },
  examples: [
    { given: visits, sql: next, reports: ['scans'] },
    {
      given: visits,
      sql: "CREATE TABLE visits_2026 (day date NOT NULL); ALTER TABLE visits ATTACH PARTITION visits_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');",
      reports: ['scans'],
    },
    { given: [visits, `${check};`], sql: next, reports: [], because: 'The CHECK proves it.' },
    {
      given: 'CREATE TABLE visits (day date NOT NULL) PARTITION BY RANGE (day);',
      sql: next,
      reports: [],
      because: 'There is no default partition.',
    },
    { sql: `${visits} ${next}`, reports: [], because: 'The default partition is new.' },
  ],
  check: {
    *attachPartition({ table, span }, context) {
      yield* judge(table, span, context);
    },
    *createTable({ partitionOf, span }, context) {
      if (partitionOf) yield* judge(partitionOf.parent, span, context);
    },
  },
});

function* judge(parent: WrittenName, at: Span, { catalog, effects }: RuleContext<unknown>) {
  const rest = defaultPartitionOf(catalog.resolve(parent), { catalog });
  if (!rest) return;
  const name = formatQualified(rest.name);
  if (!visible(effects.scans).some(({ relation }) => formatQualified(relation) === name)) return;
  yield { message: 'scans', data: { rest: formatName(rest.name), table: formatName(parent) }, at } as const;
}
