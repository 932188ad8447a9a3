import type { Advisor } from './advisor.js';
import { isExposed, isOwn, isReadable, relationName, relations } from './fragments.js';

const isOpen = `c.relkind = 'r' AND NOT c.relrowsecurity AND ${isOwn} AND ${isExposed} AND ${isReadable}`;
const hasPolicy = 'EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)';
const pgmq = ['public', 'pgmq_public'] as const;

export const tableAdvisors: readonly Advisor[] = [
  {
    lint: '0004_no_primary_key',
    rules: ['no-primary-key'],
    condition: `SELECT ${relationName} FROM ${relations} WHERE c.relkind = 'r' AND ${isOwn}
      AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)`,
    cases: [
      { sql: 'CREATE TABLE a (id bigint UNIQUE NOT NULL);', told: true },
      { sql: 'CREATE TABLE a (id bigint); ALTER TABLE a ADD PRIMARY KEY (id);', told: false },
      { sql: 'CREATE TABLE a (id bigint PRIMARY KEY); ALTER TABLE a DROP CONSTRAINT a_pkey;', told: true },
      { sql: 'CREATE TABLE a (id bigint PRIMARY KEY, b text); ALTER TABLE a DROP COLUMN id;', told: true },
      { sql: 'CREATE TABLE a (id bigint PRIMARY KEY); CREATE TABLE b (LIKE a);', told: true },
      { sql: 'CREATE TABLE a (id bigint PRIMARY KEY); CREATE TABLE b (LIKE a INCLUDING ALL);', told: false },
    ],
  },
  {
    lint: '0007_policy_exists_rls_disabled',
    rules: ['policy-without-rls', 'rls-explicitly-disabled.disabled'],
    condition: `SELECT ${relationName} FROM ${relations} WHERE c.relkind = 'r' AND ${isOwn} AND NOT c.relrowsecurity
      AND ${hasPolicy}`,
    cases: [
      { sql: 'CREATE TABLE a (id bigint); CREATE POLICY p ON a USING (id = 1);', told: true },
      {
        sql: 'CREATE TABLE a (id bigint); CREATE POLICY p ON a USING (id = 1); DROP POLICY p ON a;',
        told: false,
      },
      {
        sql: 'CREATE TABLE a (id bigint); ALTER TABLE a ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON a USING (id = 1); ALTER TABLE a RENAME TO b; ALTER TABLE b DISABLE ROW LEVEL SECURITY;',
        told: true,
      },
    ],
  },
  {
    lint: '0008_rls_enabled_no_policy',
    rules: ['rls-enabled-no-policy'],
    condition: `SELECT ${relationName} FROM ${relations} WHERE c.relkind = 'r' AND ${isOwn} AND c.relrowsecurity
      AND NOT ${hasPolicy}`,
    cases: [
      { sql: 'CREATE TABLE a (id bigint); ALTER TABLE a ENABLE ROW LEVEL SECURITY;', told: true },
      {
        sql: 'CREATE TABLE a (id bigint); ALTER TABLE a ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON a AS RESTRICTIVE USING (id = 1);',
        told: false,
      },
      {
        sql: 'CREATE TABLE a (id bigint); ALTER TABLE a ENABLE ROW LEVEL SECURITY; CREATE FUNCTION f(bigint) RETURNS boolean LANGUAGE sql AS $$ SELECT true $$; CREATE POLICY p ON a USING (f(id)); DROP FUNCTION f(bigint) CASCADE;',
        told: true,
      },
      {
        sql: 'CREATE SCHEMA private; CREATE TABLE private.a (id bigint); ALTER TABLE private.a ENABLE ROW LEVEL SECURITY;',
        told: true,
      },
    ],
  },
  {
    lint: '0013_rls_disabled_in_public',
    rules: ['rls-disabled-in-exposed-schema', 'rls-explicitly-disabled.disabled', 'rls-partition-child-exposed'],
    condition: `SELECT ${relationName} FROM ${relations} WHERE ${isOpen}`,
    cases: [
      { sql: 'CREATE TABLE a (id bigint);', told: true },
      { sql: 'CREATE TABLE a AS SELECT 1 AS id;', told: true },
      { sql: 'CREATE TABLE a (id bigint); ALTER TABLE a ENABLE ROW LEVEL SECURITY;', told: false },
      { sql: 'CREATE TABLE a (id bigint); REVOKE ALL ON a FROM anon;', told: true },
      {
        sql: 'CREATE TABLE a (id bigint); REVOKE ALL ON a FROM anon, authenticated; GRANT SELECT ON a TO PUBLIC;',
        told: true,
      },
      {
        sql: 'CREATE TABLE a (id bigint); REVOKE ALL ON ALL TABLES IN SCHEMA public FROM anon, authenticated;',
        told: false,
      },
      {
        sql: 'ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM anon, authenticated; CREATE TABLE a (id bigint);',
        told: false,
      },
      {
        sql: 'CREATE SCHEMA api; CREATE TABLE api.a (id bigint); GRANT SELECT ON api.a TO anon;',
        told: true,
        exposedSchemas: ['api'],
      },
      { sql: 'CREATE SCHEMA api; CREATE TABLE api.a (id bigint);', told: false, exposedSchemas: ['api'] },
      { sql: 'CREATE TABLE a (id bigint); CREATE SCHEMA private; ALTER TABLE a SET SCHEMA private;', told: false },
      {
        sql: 'CREATE SCHEMA private; CREATE TABLE private.a (id bigint); GRANT SELECT ON private.a TO anon; ALTER TABLE private.a SET SCHEMA public;',
        told: true,
      },
      {
        sql: 'CREATE ROLE web; CREATE TABLE a (id bigint); REVOKE ALL ON a FROM anon, authenticated; GRANT SELECT ON a TO web; GRANT web TO authenticated;',
        told: false,
      },
      {
        sql: 'CREATE TABLE a (id bigint); REVOKE ALL ON a FROM anon, authenticated; GRANT SELECT (id) ON a TO anon;',
        told: false,
      },
      {
        sql: 'CREATE SCHEMA api; ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO authenticated; CREATE TABLE api.a (id int);',
        told: true,
        exposedSchemas: ['api'],
      },
      {
        sql: 'CREATE TABLE a (id int); ALTER TABLE a ENABLE ROW LEVEL SECURITY; ALTER TABLE a RENAME TO b; CREATE TABLE a (id int);',
        told: true,
      },
      {
        sql: 'CREATE TABLE a (id int); ALTER TABLE a ENABLE ROW LEVEL SECURITY; CREATE TABLE b () INHERITS (a);',
        told: true,
      },
      { sql: 'SELECT 1 AS id INTO a;', told: true },
      {
        sql: 'CREATE TABLE a (id int) PARTITION BY LIST (id); ALTER TABLE a ENABLE ROW LEVEL SECURITY; CREATE TABLE a1 PARTITION OF a FOR VALUES IN (1); ALTER TABLE a DETACH PARTITION a1;',
        told: true,
      },
      { sql: 'CREATE TABLE a (id bigint) PARTITION BY RANGE (id);', told: false },
      {
        sql: "CREATE TABLE a (id bigint); DO $$ BEGIN EXECUTE 'ALTER TABLE a ENABLE ROW LEVEL SECURITY'; END $$;",
        told: false,
      },
    ],
  },
  {
    lint: '0018_unsupported_reg_types',
    rules: ['reg-type-column'],
    condition: `SELECT c.oid::regclass::text || '.' || a.attname AS object FROM ${relations} JOIN pg_attribute a ON a.attrelid = c.oid
      WHERE c.relkind IN ('r', 'p') AND ${isOwn} AND NOT a.attisdropped AND a.atttypid = ANY ('{regcollation,regconfig,regdictionary,
        regnamespace,regoper,regoperator,regproc,regprocedure}'::regtype[])`,
    cases: [
      { sql: 'CREATE TABLE a (id bigint PRIMARY KEY, f pg_catalog.regprocedure);', told: true },
      {
        sql: 'CREATE TABLE a (id bigint PRIMARY KEY, f text); ALTER TABLE a ALTER f TYPE regproc USING f::regproc;',
        told: true,
      },
      { sql: 'CREATE TABLE a (id bigint PRIMARY KEY, f regproc); ALTER TABLE a DROP COLUMN f;', told: false },
      { sql: 'CREATE TABLE a AS SELECT 1 AS id, NULL::regconfig AS lang;', told: true },
      { sql: 'CREATE TABLE a (id bigint PRIMARY KEY, f regclass, g regtype, h regrole);', told: false },
    ],
  },
  {
    lint: '0019_insecure_queue_exposed_in_api',
    rules: ['queue-exposed'],
    condition: `SELECT ${relationName} FROM ${relations} WHERE c.relkind IN ('r', 'p') AND n.nspname = 'pgmq'
      AND c.relname LIKE 'q\\_%' AND NOT c.relrowsecurity AND ${isReadable}
      AND 'pgmq_public' = ANY (string_to_array(current_setting('pgrst.db_schemas'), ','))`,
    cases: [
      {
        sql: "CREATE EXTENSION pgmq; SELECT pgmq.create('jobs'); GRANT SELECT ON pgmq.q_jobs TO authenticated;",
        told: true,
        exposedSchemas: pgmq,
      },
      { sql: "CREATE EXTENSION pgmq; SELECT pgmq.create('jobs');", told: false, exposedSchemas: pgmq },
      {
        sql: "CREATE EXTENSION pgmq; SELECT pgmq.create('jobs'); GRANT SELECT ON pgmq.q_jobs TO PUBLIC;",
        told: true,
        exposedSchemas: pgmq,
      },
      {
        sql: "CREATE EXTENSION pgmq; SELECT pgmq.create('jobs'); GRANT ALL ON pgmq.q_jobs TO anon; SELECT pgmq.drop_queue('jobs');",
        told: false,
        exposedSchemas: pgmq,
      },
    ],
  },
  {
    lint: '0023_sensitive_columns_exposed',
    rules: ['rls-disabled-in-exposed-schema.openSecrets', 'sensitive-columns-exposed'],
    condition: `SELECT c.oid::regclass::text || '.' || a.attname AS object FROM ${relations} JOIN pg_attribute a ON a.attrelid = c.oid
      WHERE ${isOpen} AND NOT a.attisdropped AND replace(lower(a.attname), '-', '_') = ANY
        ('{password,secret,token,access_token,api_key,ssn,card_number,cvv,iban,otp}')`,
    cases: [
      { sql: 'CREATE TABLE a (id bigint, "API-Key" text);', told: true },
      { sql: 'CREATE TABLE a (id bigint, key text); ALTER TABLE a RENAME COLUMN key TO api_key;', told: true },
      { sql: 'CREATE TABLE a (id bigint, api_key text); ALTER TABLE a RENAME COLUMN api_key TO label;', told: false },
      { sql: 'CREATE TABLE a (id bigint, api_keys text);', told: false },
      {
        sql: 'CREATE TABLE a (id bigint, otp text); ALTER TABLE a ENABLE ROW LEVEL SECURITY; ALTER TABLE a DISABLE ROW LEVEL SECURITY;',
        told: true,
      },
      { sql: 'CREATE TABLE a (id bigint, iban text); ALTER TABLE a ENABLE ROW LEVEL SECURITY;', told: false },
    ],
  },
];
