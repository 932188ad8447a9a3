import { z } from 'zod';
import { quoteIdentifier, quoteName } from '../../core/name.js';
import { onSupabase } from '../../engine/examples/on-supabase.js';
import { defineRule } from '../../engine/rule.js';
import { isForServer } from '../../engine/server-policy.js';
import { writtenPolicies } from '../../engine/written-policies.js';

const books = 'CREATE TABLE books (id bigint, owner uuid); ALTER TABLE books ENABLE ROW LEVEL SECURITY;';

export default defineRule({
  id: 'service-role-policy',
  category: 'security',
  severity: 'info',
  presets: { supabase: true, strict: true },
  docs: {
    summary: 'Write no policies for service_role.',
    condition:
      "In a Supabase project, a permissive policy is for service_role alone: by TO, or by a condition such as `auth.role() = 'service_role'`.",
    effect:
      'service_role bypasses row level security, so the policy changes nothing for it. One without TO is run for each row of everybody else as well.',
    workaround: '```sql\nDROP POLICY "the server may" ON books;\n```',
    workaroundGiven:
      'CREATE TABLE books (id bigint PRIMARY KEY, owner_id uuid, published boolean); ALTER TABLE books ENABLE ROW LEVEL SECURITY; CREATE POLICY "the server may" ON books TO service_role USING (true);',
    references: ['https://supabase.com/docs/guides/database/postgres/row-level-security#bypassing-row-level-security'],
  },
  options: z.strictObject({}),
  messages: { needless: 'Policy "{policy}" on {table} is for service_role, which bypasses row level security anyway.' },
  examples: [
    {
      sql: `${books} CREATE POLICY server ON books TO service_role USING (true);`,
      project: onSupabase,
      reports: ['needless'],
    },
    {
      sql: `${books} CREATE POLICY server ON books USING ((select auth.role()) = 'service_role') WITH CHECK (auth.jwt() ->> 'role' = 'service_role');`,
      project: onSupabase,
      reports: ['needless'],
    },
    {
      sql: `${books} CREATE POLICY own ON books USING (auth.role() = 'service_role' OR owner = auth.uid());`,
      project: onSupabase,
      reports: [],
      because: 'It is for others too.',
    },
    {
      sql: `${books} CREATE POLICY server ON books TO service_role USING (true);`,
      reports: [],
      because: 'Elsewhere a role of this name may bypass nothing.',
    },
    {
      sql: `${books} CREATE POLICY server ON books AS RESTRICTIVE USING (auth.role() = 'service_role');`,
      project: onSupabase,
      reports: [],
      because: 'A restrictive policy keeps everybody else out.',
    },
  ],
  check: {
    *history(context) {
      if (!context.project.supabase) return;
      for (const { table, policy, names, place } of writtenPolicies(context)) {
        if (!policy.permissive || !isForServer(policy)) continue;
        const workaround = `DROP POLICY ${quoteIdentifier(policy.name)} ON ${quoteName(table.name)};`;
        yield { message: 'needless', data: names, workaround, ...place };
      }
    },
  },
});
