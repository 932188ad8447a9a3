import { z } from 'zod';
import { listText } from '../../core/list-text.js';
import { quoteName } from '../../core/name.js';
import { onSupabase } from '../../engine/examples/on-supabase.js';
import { placeOf } from '../../engine/history-place.js';
import { defineRule } from '../../engine/rule.js';

const withQueues = { supabase: true, exposedSchemas: ['public', 'pgmq_public'] } as const;
const extension = 'CREATE EXTENSION pgmq;';
const queue = "SELECT pgmq.create('mails'); GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA pgmq TO anon, authenticated;";

export default defineRule({
  id: 'queue-exposed',
  category: 'security',
  severity: 'error',
  presets: { supabase: true, strict: true },
  docs: {
    summary: 'Enable row level security on queues that the API serves.',
    condition:
      'The API serves pgmq_public, the migrations make a queue by `pgmq.create` and let anon, authenticated or PUBLIC use its table, and the table has no row level security.',
    effect: 'Everyone who may send a request reads the messages of the queue, or puts messages of their own into it.',
    workaround:
      '```sql\nALTER TABLE pgmq.q_mails ENABLE ROW LEVEL SECURITY;\nCREATE POLICY "send mails" ON pgmq.q_mails FOR INSERT TO authenticated WITH CHECK (true);\n```\n\nA queue that only the server uses needs no grant:\n\n```sql\nREVOKE ALL ON pgmq.q_mails FROM anon, authenticated;\n```',
    references: ['https://supabase.com/docs/guides/queues/expose-self-hosted-queues'],
  },
  options: z.strictObject({}),
  messages: { open: 'Queue table {table} has no row level security, and {roles} can use it through pgmq_public.' },
  examples: [
    { given: extension, sql: queue, project: withQueues, reports: ['open'] },
    {
      given: 'CREATE EXTENSION pgmq; ALTER DEFAULT PRIVILEGES IN SCHEMA pgmq GRANT SELECT ON TABLES TO authenticated;',
      sql: "SELECT pgmq.create_unlogged('Mails');",
      project: withQueues,
      reports: ['open'],
    },
    {
      given: extension,
      sql: "SELECT pgmq.create('mails'); GRANT INSERT ON pgmq.q_mails TO PUBLIC;",
      project: withQueues,
      reports: ['open'],
    },
    {
      given: extension,
      sql: `${queue} ALTER TABLE pgmq.q_mails ENABLE ROW LEVEL SECURITY;`,
      project: withQueues,
      reports: [],
    },
    {
      given: extension,
      sql: "SELECT pgmq.create('mails');",
      project: withQueues,
      reports: [],
      because: 'Only the server has a right to it.',
    },
    {
      given: extension,
      sql: queue,
      project: onSupabase,
      reports: [],
      because: 'The API serves no queues.',
    },
  ],
  check: {
    *history({ project, catalog, originOf }) {
      if (!project.exposedSchemas.includes('pgmq_public')) return;
      for (const table of catalog.relations()) {
        const isQueue = table.name.schema === 'pgmq' && table.name.name.startsWith('q_');
        const place = placeOf(originOf, table);
        if (!isQueue || table.rowSecurity.enabled || !place) continue;
        const grantees = catalog.grants('table', table.name).map(({ grantee }) => grantee);
        const roles = ['anon', 'authenticated'].filter(
          (role) => grantees.includes(role) || grantees.includes('public'),
        );
        if (roles.length === 0) continue;
        yield {
          message: 'open',
          data: { table: quoteName(table.name), roles: listText(roles) },
          subject: quoteName(table.name),
          workaround: `ALTER TABLE ${quoteName(table.name)} ENABLE ROW LEVEL SECURITY;`,
          ...place,
        };
      }
    },
  },
});
