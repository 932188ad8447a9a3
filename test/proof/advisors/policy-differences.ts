import type { Difference } from './difference.js';

export const policyDifferences: readonly Difference[] = [
  {
    lint: '0003_auth_rls_initplan',
    told: 'rule',
    because: 'The advisor looks for the text: one call in `(select …)` hides another that is not.',
    cases: ['OR auth.uid() IS NULL'],
  },
  {
    lint: '0003_auth_rls_initplan',
    told: 'advisor',
    because:
      'The call is in a sub-query, if not right after its SELECT, which may run once. It is made for rows of that query, and not for each row of the table.',
    cases: [
      "(auth.jwt() ->> 'sub')::uuid))",
      'WHERE who = auth.uid()',
      'WHERE reader = auth.uid()',
      'AND reader = auth.uid()));',
      '(SELECT 1 WHERE owner',
    ],
  },
  {
    lint: '0003_auth_rls_initplan',
    told: 'advisor',
    because: '`service-role-policy` speaks of policies for the server, which it does not need.',
    cases: ["CREATE POLICY p ON a USING (auth.role() = 'service_role')"],
  },
  {
    lint: '0003_auth_rls_initplan',
    told: 'rule',
    because:
      'The advisor passes over schemas of the platform. Policies on storage.objects are the work of the project.',
    cases: ['ON storage.objects FOR SELECT USING (owner = auth.uid())'],
  },
  {
    lint: '0012_auth_allow_anonymous_sign_ins',
    told: 'advisor',
    because: 'Everyone may read the table, whoever signs in.',
    cases: ['CREATE POLICY read ON books FOR SELECT USING (true)'],
  },
  {
    lint: '0015_rls_references_user_metadata',
    told: 'rule',
    because: 'The advisor looks for claims. `raw_user_meta_data` of auth.users is where they come from.',
    cases: ['raw_user_meta_data'],
  },
  {
    lint: '0024_rls_policy_always_true',
    told: 'advisor',
    because: 'A policy without USING shows no row to change, and one FOR INSERT without WITH CHECK lets no row in.',
    cases: [
      'CREATE POLICY "add own" ON books TO authenticated WITH CHECK',
      'CREATE POLICY "add" ON books FOR INSERT TO authenticated;',
    ],
  },
  {
    lint: '0024_rls_policy_always_true',
    told: 'rule',
    because: 'The advisor knows `true` and `1 = 1`. Other conditions are always true as well.',
    cases: ['USING (true AND true)'],
  },
  {
    lint: '0003_auth_rls_initplan',
    told: 'advisor',
    because: 'The rule takes `uid()` without its schema for a function of the project.',
    cases: ['USING (owner = uid())'],
  },
  {
    lint: '0025_public_bucket_allows_listing',
    told: 'advisor',
    because: 'Which value is `public` in an INSERT that names no columns, depends on the version of the platform.',
    cases: ['INSERT INTO storage.buckets VALUES'],
  },
  {
    lint: '0025_public_bucket_allows_listing',
    told: 'rule',
    because: 'The advisor compares the condition as text. `AND true` takes nothing away from it.',
    cases: ["bucket_id = 'b' AND true"],
  },
];
