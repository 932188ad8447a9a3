import type { Advisor } from './advisor.js';
import { isForApi, isOwn, policies, policyName } from './fragments.js';

const table = 'CREATE TABLE a (id bigint, owner uuid); ALTER TABLE a ENABLE ROW LEVEL SECURITY;';

const texts = ['p.used', 'p.checked'] as const;
const inEither = (condition: (text: string) => string): string => `(${texts.map(condition).join(' OR ')})`;

/** Written as the server writes it, and nowhere right after SELECT. */
const isCalledBare = (call: string): string =>
  inEither((text) => `(${text} ~ '${call}' AND ${text} !~* 'select ${call}')`);
const sessionCalls = [
  'auth\\.uid\\(\\)',
  'auth\\.jwt\\(\\)',
  'auth\\.role\\(\\)',
  'auth\\.email\\(\\)',
  'current_setting\\(',
];

const isTrue = (text: string): string => `replace(replace(${text}, ' ', ''), '=', '') IN ('true', '(11)')`;

export const policyAdvisors: readonly Advisor[] = [
  {
    lint: '0003_auth_rls_initplan',
    rules: ['policy-initplan'],
    condition: `SELECT ${policyName} FROM ${policies} WHERE ${isOwn} AND (${sessionCalls.map(isCalledBare).join(' OR ')})`,
    cases: [
      { sql: `${table} CREATE POLICY p ON a USING (owner = auth.uid());`, told: true },
      { sql: `${table} CREATE POLICY p ON a USING (owner = (SELECT auth.uid()));`, told: false },
      { sql: `${table} CREATE POLICY p ON a FOR INSERT WITH CHECK (owner = auth.uid());`, told: true },
      {
        sql: `${table} CREATE POLICY p ON a USING (owner = (SELECT auth.uid())) WITH CHECK (auth.role() = 'x');`,
        told: true,
      },
      { sql: `${table} CREATE POLICY p ON a USING (id = 1);`, told: false },
      { sql: `SET search_path = public, auth; ${table} CREATE POLICY p ON a USING (owner = uid());`, told: true },
      { sql: `${table} CREATE POLICY p ON a USING (owner = ANY (ARRAY[auth.uid()]));`, told: true },
      { sql: `${table} CREATE POLICY p ON a USING (auth.role() = 'service_role');`, told: true },
      { sql: `CREATE POLICY p ON storage.objects FOR SELECT USING (owner = auth.uid());`, told: false },
      { sql: `${table} CREATE POLICY p ON a USING (owner = (SELECT auth.uid()) OR auth.uid() IS NULL);`, told: false },
      {
        sql: `${table} CREATE TABLE b (id bigint, who uuid); CREATE POLICY p ON a USING (id IN (SELECT id FROM b WHERE who = auth.uid()));`,
        told: true,
      },
      { sql: `${table} CREATE POLICY p ON a USING (owner = (SELECT (auth.jwt() ->> 'sub')::uuid));`, told: true },
      { sql: `${table} CREATE POLICY p ON a USING (EXISTS (SELECT 1 WHERE owner = auth.uid()));`, told: true },
    ],
  },
  {
    lint: '0006_multiple_permissive_policies',
    rules: ['multiple-permissive-policies'],
    condition: `SELECT c.oid::regclass::text || ' ' || r.rolname || ' ' || command::text AS object FROM ${policies}
      CROSS JOIN unnest('{r,a,w,d}'::"char"[]) AS command
      JOIN pg_roles r ON r.oid = ANY (p.polroles) OR 0 = ANY (p.polroles)
      WHERE ${isOwn} AND c.relkind = 'r' AND c.relrowsecurity AND p.polpermissive AND p.polcmd IN (command, '*')
        AND r.rolname NOT LIKE 'pg\\_%' AND r.rolname NOT LIKE 'supabase%admin' AND NOT r.rolbypassrls
      GROUP BY c.oid, r.rolname, command HAVING count(*) > 1`,
    cases: [
      {
        sql: `${table} CREATE POLICY p ON a USING (id = 1); CREATE POLICY q ON a FOR DELETE USING (id = 2);`,
        told: true,
      },
      {
        sql: `${table} CREATE POLICY p ON a FOR SELECT USING (id = 1); CREATE POLICY q ON a FOR DELETE USING (id = 2);`,
        told: false,
      },
      { sql: `${table} CREATE POLICY p ON a TO anon USING (id = 1); CREATE POLICY q ON a USING (id = 2);`, told: true },
      {
        sql: `${table} CREATE POLICY p ON a TO anon USING (id = 1); CREATE POLICY q ON a TO authenticated USING (id = 2);`,
        told: false,
      },
      {
        sql: `${table} CREATE POLICY p ON a TO anon USING (id = 1); CREATE POLICY q ON a TO authenticated USING (id = 2); ALTER POLICY q ON a TO anon;`,
        told: true,
      },
      {
        sql: `${table} CREATE POLICY p ON a TO service_role USING (id = 1); CREATE POLICY q ON a TO service_role USING (id = 2);`,
        told: false,
      },
      {
        sql: 'CREATE TABLE a (id bigint); CREATE POLICY p ON a USING (id = 1); CREATE POLICY q ON a USING (id = 2);',
        told: false,
      },
    ],
  },
  {
    lint: '0012_auth_allow_anonymous_sign_ins',
    rules: ['anonymous-sign-in'],
    condition: `SELECT ${policyName} FROM ${policies} WHERE ${isOwn} AND c.relrowsecurity
      AND p.polpermissive AND p.polroles && ARRAY[0::oid, 'authenticated'::regrole::oid]
      AND concat(p.used, p.checked) !~ 'is_anonymous'
      AND NOT EXISTS (SELECT FROM pg_policy o WHERE o.polrelid = c.oid AND NOT o.polpermissive
        AND concat(pg_get_expr(o.polqual, c.oid), pg_get_expr(o.polwithcheck, c.oid)) ~ 'is_anonymous')`,
    cases: [
      { sql: `${table} CREATE POLICY p ON a TO authenticated USING (owner = (SELECT auth.uid()));`, told: true },
      { sql: `${table} CREATE POLICY p ON a TO anon USING (id = 1);`, told: false },
      {
        sql: `${table} CREATE POLICY p ON a TO authenticated USING ((SELECT auth.jwt() ->> 'is_anonymous')::boolean IS FALSE);`,
        told: false,
      },
    ],
  },
  {
    lint: '0015_rls_references_user_metadata',
    rules: ['policy-user-metadata'],
    condition: `SELECT ${policyName} FROM ${policies} WHERE ${isOwn}
      AND ${inEither((text) => `${text} ~ 'auth\\.jwt\\(\\).*user_metadata' OR ${text} ~ 'current_setting\\(.*request\\.jwt\\.claims.*\\).*user_metadata'`)}`,
    cases: [
      { sql: `${table} CREATE POLICY p ON a USING (auth.jwt() -> 'user_metadata' ->> 'role' = 'boss');`, told: true },
      {
        sql: `${table} CREATE POLICY p ON a FOR INSERT WITH CHECK (((SELECT auth.jwt()) -> 'user_metadata' ->> 'n')::bigint = id);`,
        told: true,
      },
      { sql: `${table} CREATE POLICY p ON a USING (auth.jwt() -> 'app_metadata' ->> 'role' = 'boss');`, told: false },
      {
        sql: `${table} CREATE POLICY p ON a USING (auth.jwt() #>> ARRAY['user_metadata', 'role'] = 'boss');`,
        told: true,
      },
      {
        sql: `${table} CREATE POLICY p ON a USING (((current_setting('request.jwt.claims', true)::json ->> 'user_metadata')::json ->> 'role') = 'boss');`,
        told: true,
      },
      {
        sql: `${table} CREATE POLICY p ON a USING (jsonb_extract_path_text(auth.jwt(), 'user_metadata', 'role') = 'boss');`,
        told: true,
      },
    ],
  },
  {
    lint: '0024_rls_policy_always_true',
    rules: ['policy-always-true'],
    condition: `SELECT ${policyName} FROM ${policies} WHERE ${isOwn} AND c.relrowsecurity AND p.polpermissive AND ${isForApi} AND (
      (p.polcmd IN ('w', 'd', '*') AND (${isTrue('p.used')} OR p.used IS NULL))
      OR (p.polcmd IN ('a', 'w', '*') AND ${isTrue('p.checked')})
      OR (p.polcmd = 'a' AND p.checked IS NULL))`,
    cases: [
      { sql: `${table} CREATE POLICY p ON a FOR UPDATE USING (true);`, told: true },
      { sql: `${table} CREATE POLICY p ON a FOR DELETE TO authenticated USING (true);`, told: true },
      { sql: `${table} CREATE POLICY p ON a FOR SELECT USING (true);`, told: false },
      { sql: `${table} CREATE POLICY p ON a FOR INSERT WITH CHECK (true);`, told: true },
      { sql: `${table} CREATE POLICY p ON a FOR DELETE USING (true AND true);`, told: false },
      { sql: `${table} CREATE POLICY p ON a FOR ALL USING (owner = auth.uid()) WITH CHECK (true);`, told: true },
      {
        sql: `${table} CREATE POLICY p ON a FOR INSERT TO authenticated WITH CHECK (owner = auth.uid()); ALTER POLICY p ON a WITH CHECK (true);`,
        told: true,
      },
      {
        sql: `${table} CREATE POLICY p ON a FOR UPDATE USING (true); ALTER POLICY p ON a TO service_role;`,
        told: false,
      },
      { sql: `${table} CREATE POLICY p ON a AS RESTRICTIVE FOR ALL USING (true);`, told: false },
      { sql: `${table} CREATE POLICY p ON a FOR ALL USING (true) WITH CHECK (owner = auth.uid());`, told: true },
      { sql: 'CREATE TABLE a (id bigint); CREATE POLICY p ON a FOR ALL USING (true);', told: false },
    ],
  },
  {
    lint: '0025_public_bucket_allows_listing',
    rules: ['public-bucket-listing'],
    condition: `SELECT b.id || ' ' || p.polname AS object FROM ${policies} CROSS JOIN storage.buckets b
      WHERE b.public AND c.oid = 'storage.objects'::regclass AND p.polpermissive AND p.polcmd IN ('r', '*') AND ${isForApi}
        AND (p.used IS NULL OR p.used = 'true' OR p.used = format('(bucket_id = %L::text)', b.id))`,
    cases: [
      {
        sql: "INSERT INTO storage.buckets VALUES ('b', 'b', NULL, now(), now(), true); CREATE POLICY p ON storage.objects FOR SELECT USING (bucket_id = 'b');",
        told: true,
      },
      {
        sql: "INSERT INTO storage.buckets (id, name, public) VALUES ('b', 'b', true); CREATE POLICY p ON storage.objects FOR SELECT USING (bucket_id = 'b' AND true);",
        told: false,
      },
      {
        sql: "INSERT INTO storage.buckets (id, name, public) VALUES ('b', 'b', true); CREATE POLICY p ON storage.objects FOR SELECT TO authenticated USING (bucket_id = 'b');",
        told: true,
      },
      {
        sql: "INSERT INTO storage.buckets (id, name, public) VALUES ('b', 'b', true), ('c', 'c', false); CREATE POLICY p ON storage.objects FOR SELECT USING (bucket_id = 'c');",
        told: false,
      },
      {
        sql: "INSERT INTO storage.buckets (id, name, public) VALUES ('b', 'b', true); CREATE POLICY p ON storage.objects FOR SELECT USING (bucket_id = 'b' AND owner = auth.uid());",
        told: false,
      },
      {
        sql: "INSERT INTO storage.buckets (id, name, public) VALUES ('b', 'b', true); CREATE POLICY p ON storage.objects FOR ALL USING (bucket_id = 'b'); UPDATE storage.buckets SET public = false WHERE id = 'b';",
        told: false,
      },
    ],
  },
];
