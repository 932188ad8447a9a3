import { z } from 'zod';
import { defineRule } from '../../engine/rule.js';
import { letsSignedOutThrough } from '../../engine/signed-out.js';
import { conditionsOf, writtenPolicies } from '../../engine/written-policies.js';

const books = 'CREATE TABLE books (id bigint, owner uuid); ALTER TABLE books ENABLE ROW LEVEL SECURITY;';

export default defineRule({
  id: 'policy-true-when-unauthenticated',
  category: 'security',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Do not let a policy hold for requests that nobody signed in for.',
    condition:
      "A permissive policy that anon or PUBLIC falls under asks who sent the request (`auth.uid()`, `auth.jwt()`, `current_setting('request.jwt…', true)`), and is true where the answer is NULL: `auth.uid() IS NULL OR …`, `NOT (auth.uid() IS NOT NULL) OR …`, `coalesce(auth.uid() = owner, true)`. Not where another condition is bound to it by AND.",
    effect:
      'Requests without a sign-in get NULL from `auth.uid()`: the policy shows them, or lets them change, every row of every user.',
    workaround:
      'Drop the part that holds for NULL, and name the role:\n\n```sql\nDROP POLICY "own books" ON books;\nCREATE POLICY "own books" ON books FOR SELECT TO authenticated\n  USING ((select auth.uid()) = owner_id);\n```\n\nThe server itself needs no such way in: service_role bypasses row level security.',
    workaroundGiven:
      'CREATE TABLE books (id bigint PRIMARY KEY, owner_id uuid, published boolean); ALTER TABLE books ENABLE ROW LEVEL SECURITY; CREATE POLICY "own books" ON books USING (owner_id = (select auth.uid()));',
    references: [
      'https://supabase.com/docs/guides/database/postgres/row-level-security#authuid-returns-null-when-unauthenticated',
    ],
  },
  options: z.strictObject({}),
  messages: {
    open: 'Policy "{policy}" on {table} is true for requests without a sign-in: anybody passes it for every row.',
  },
  examples: [
    { sql: `${books} CREATE POLICY own ON books USING (auth.uid() IS NULL OR auth.uid() = owner);`, reports: ['open'] },
    {
      sql: `${books} CREATE POLICY own ON books FOR SELECT TO anon, authenticated USING (NOT ((select auth.uid()) IS NOT NULL) OR owner = auth.uid());`,
      reports: ['open'],
    },
    { sql: `${books} CREATE POLICY own ON books USING (coalesce(auth.uid() = owner, true));`, reports: ['open'] },
    {
      sql: `${books} CREATE POLICY own ON books USING (auth.uid() IS NULL AND id < 10);`,
      reports: [],
      because: 'Another condition is bound to it.',
    },
    {
      sql: `${books} CREATE POLICY own ON books TO authenticated USING (auth.uid() IS NULL OR auth.uid() = owner);`,
      reports: [],
      because: 'Nobody falls under it without a sign-in.',
    },
    {
      sql: `${books} CREATE POLICY own ON books AS RESTRICTIVE USING (auth.uid() IS NULL OR auth.uid() = owner);`,
      reports: [],
      because: 'A restrictive policy lets nothing through by itself.',
    },
    { sql: `${books} CREATE POLICY own ON books USING (owner IS NULL OR auth.uid() = owner);`, reports: [] },
  ],
  check: {
    *history(context) {
      for (const { table, policy, names, place } of writtenPolicies(context)) {
        const reachesAnybody = policy.roles.includes('public') || policy.roles.includes('anon');
        if (!policy.permissive || !reachesAnybody || !table.rowSecurity.enabled) continue;
        if (conditionsOf(policy).some(letsSignedOutThrough)) yield { message: 'open', data: names, ...place };
      }
    },
  },
});
