import { z } from 'zod';
import { formatName, formatQualified } from '../../core/name.js';
import { visible } from '../../effects/visible.js';
import { defineRule } from '../../engine/rule.js';

const visits =
  'CREATE TABLE visits (day date NOT NULL) PARTITION BY RANGE (day); CREATE TABLE visits_2026 (day date NOT NULL);';
const attach = "ALTER TABLE visits ATTACH PARTITION visits_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');";
const check = "ALTER TABLE visits_2026 ADD CONSTRAINT of_2026 CHECK (day >= '2026-01-01' AND day < '2027-01-01')";

export default defineRule({
  id: 'attach-partition-scan',
  category: 'locks',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Let a validated CHECK prove that the rows fit before a table becomes a partition.',
    condition:
      'ATTACH PARTITION of a table that was there before this migration, unless a validated CHECK on it implies the bound of the partition and its key cannot be NULL.',
    effect:
      'The whole table is read under ACCESS EXCLUSIVE on it: its reads and writes wait until it is done. Those of the partitioned table go on.',
    workaround: `Three migrations. Only the second reads the table, and nobody waits for it:\n\n\`\`\`sql\n${check} NOT VALID;\n\`\`\`\n\n\`\`\`sql\nALTER TABLE visits_2026 VALIDATE CONSTRAINT of_2026;\n\`\`\`\n\n\`\`\`sql\n${attach}\nALTER TABLE visits_2026 DROP CONSTRAINT of_2026;\n\`\`\``,
    references: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-ATTACH-PARTITION'],
  },
  options: z.strictObject({}),
  messages: {
    scans:
      'No CHECK proves that the rows of {partition} fit into {table}: all of it is read under ACCESS EXCLUSIVE, so reads and writes of it wait.',
  },
  examples: [
    { given: visits, sql: attach, reports: ['scans'] },
    {
      given: `${visits} ${check} NOT VALID;`,
      sql: attach,
      reports: ['scans'],
      because: 'A constraint that is NOT VALID proves nothing.',
    },
    { given: [visits, `${check};`], sql: attach, reports: [] },
    {
      given: 'CREATE TABLE visits (day date NOT NULL) PARTITION BY RANGE (day);',
      sql: `CREATE TABLE visits_2026 (day date NOT NULL); ${attach}`,
      reports: [],
      because: 'The partition is new and empty.',
    },
  ],
  check: {
    *attachPartition(op, { catalog, effects }) {
      const name = formatQualified(catalog.resolve(op.partition));
      if (!visible(effects.scans).some(({ relation }) => formatQualified(relation) === name)) return;
      const data = { partition: formatName(op.partition), table: formatName(op.table) };
      yield { message: 'scans', data, at: op.span };
    },
  },
});
