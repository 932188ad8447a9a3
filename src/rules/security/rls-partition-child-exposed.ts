import { z } from 'zod';
import { relationNamed } from '../../catalog/existing.js';
import { formatName, quoteName } from '../../core/name.js';
import { onSupabase } from '../../engine/examples/on-supabase.js';
import { exposedTables } from '../../engine/exposure.js';
import { placeOf } from '../../engine/history-place.js';
import { defineRule } from '../../engine/rule.js';

const parent =
  'CREATE TABLE events (at date, owner uuid) PARTITION BY RANGE (at); ALTER TABLE events ENABLE ROW LEVEL SECURITY;';
const partition = "CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');";

export default defineRule({
  id: 'rls-partition-child-exposed',
  category: 'security',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Enable row level security on each partition that untrusted roles can reach.',
    condition:
      'At the end of the history, a partitioned table has row level security, and one of its partitions is in an exposed schema, can be read by anon or authenticated, and has none. Where the partitioned table has none either, `rls-disabled-in-exposed-schema` speaks of that.',
    effect:
      'The policies of a partitioned table hold for queries that name it. Who names the partition reads all of its rows.',
    workaround:
      'In the migration that makes the partition:\n\n```sql\nALTER TABLE events_2026 ENABLE ROW LEVEL SECURITY;\n```\n\nA partition needs no policies of its own where all queries name the partitioned table. Or keep partitions in a schema that is not exposed:\n\n```sql\nCREATE SCHEMA partitions;\nALTER TABLE events_2026 SET SCHEMA partitions;\n```',
    references: ['https://www.postgresql.org/docs/current/ddl-rowsecurity.html'],
  },
  options: z.strictObject({}),
  messages: {
    open: 'Partition {partition} has no row level security, so untrusted roles that name it read its rows past the policies of {table}.',
  },
  examples: [
    { sql: `${parent} ${partition}`, project: onSupabase, reports: ['open'] },
    {
      given: parent,
      sql: "CREATE TABLE events_old (at date, owner uuid); ALTER TABLE events ATTACH PARTITION events_old FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');",
      project: onSupabase,
      reports: ['open'],
    },
    {
      sql: `${parent} ${partition} ALTER TABLE events_2026 ENABLE ROW LEVEL SECURITY;`,
      project: onSupabase,
      reports: [],
    },
    {
      sql: `${parent} ${partition} CREATE SCHEMA partitions; ALTER TABLE events_2026 SET SCHEMA partitions;`,
      project: onSupabase,
      reports: [],
      because: 'The schema is not exposed.',
    },
    {
      sql: `CREATE TABLE events (at date) PARTITION BY RANGE (at); ${partition}`,
      project: onSupabase,
      reports: [],
      because: 'The partitioned table itself is open, which is told of that table.',
    },
  ],
  check: {
    *history({ project, catalog, originOf }) {
      for (const table of exposedTables(project, catalog)) {
        const whole = table.partitionOf && relationNamed(catalog, table.partitionOf.parent);
        const place = placeOf(originOf, table);
        if (table.rowSecurity.enabled || whole?.rowSecurity.enabled !== true || !place) continue;
        yield {
          message: 'open',
          data: { partition: formatName(table.name), table: formatName(whole.name) },
          subject: formatName(table.name),
          workaround: `ALTER TABLE ${quoteName(table.name)} ENABLE ROW LEVEL SECURITY;`,
          ...place,
        };
      }
    },
  },
});
