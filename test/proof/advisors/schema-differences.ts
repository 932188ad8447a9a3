import type { Difference } from './difference.js';

const looksItself =
  'The function looks at who asks, or a policy has to call it, or it reaches no data: nobody gets by it what is not theirs.';
const definerFunctions = [
  'id = book AND owner = auth.uid()',
  'USING (is_open(id))',
  "SECURITY DEFINER SET search_path = '' AS $$ SELECT 1 $$",
];
const platformGraphql =
  'Every new project has pg_graphql. The rule speaks where the migrations install it, so that the choice is theirs.';

export const schemaDifferences: readonly Difference[] = [
  {
    lint: '0001_unindexed_foreign_keys',
    told: 'advisor',
    because: 'The index has all columns of the key, in another order: a lookup by all of them uses it as well.',
    cases: ['CREATE INDEX ON b (y, x)'],
  },
  {
    lint: '0002_auth_users_exposed',
    told: 'rule',
    because: 'The advisor looks at what a view names itself. Through a second view the same rows are shown.',
    cases: ['SELECT email FROM private.people'],
  },
  {
    lint: '0007_policy_exists_rls_disabled',
    told: 'rule',
    because: 'Turning row level security off is told of, whether the table has policies or not.',
    cases: ['| ALTER TABLE books DISABLE ROW LEVEL SECURITY;'],
  },
  {
    lint: '0008_rls_enabled_no_policy',
    told: 'advisor',
    because: 'The schema is not exposed: nobody comes to the table who would need a policy.',
    cases: ['CREATE TABLE private.a'],
  },
  {
    lint: '0009_duplicate_index',
    told: 'rule',
    because: 'The advisor compares definitions as text. A plain index repeats the unique one of the same columns.',
    cases: ['CREATE INDEX books_isbn_idx ON books (isbn)'],
  },
  {
    lint: '0009_duplicate_index',
    told: 'advisor',
    because: 'Both indexes belong to constraints. The rule leaves these alone: foreign keys may rest on either.',
    cases: ['ALTER TABLE a ADD UNIQUE (x)'],
  },
  {
    lint: '0009_duplicate_index',
    told: 'advisor',
    because:
      'The operator class is written though it is the usual one. Which one is usual, the server knows by the type.',
    cases: ['(x int4_ops)'],
  },
  {
    lint: '0009_duplicate_index',
    told: 'rule',
    because: 'Storage parameters make no other index of it.',
    cases: ['WITH (fillfactor = 50)'],
  },
  {
    lint: '0010_security_definer_view',
    told: 'advisor',
    because: 'The view reads only what its readers may read anyway.',
    cases: ['FROM words WHERE length(word) < 4'],
  },
  {
    lint: '0010_security_definer_view',
    told: 'advisor',
    because: 'The view looks at who asks by itself.',
    cases: ['owner = (select auth.uid())'],
  },
  {
    lint: '0010_security_definer_view',
    told: 'advisor',
    because: 'The view reads what a function returns. `security-definer-executable` speaks of the function.',
    cases: ['CREATE VIEW v AS SELECT * FROM f()'],
  },
  {
    lint: '0010_security_definer_view',
    told: 'rule',
    because: 'A materialized view of auth.users, of which `auth-users-exposed` speaks. No advisor does.',
    cases: ['SELECT email FROM private.people'],
  },
  {
    lint: '0013_rls_disabled_in_public',
    told: 'rule',
    because: 'The advisor passes over partitioned tables. They are read like others.',
    cases: ['PARTITION BY RANGE (id)'],
  },
  {
    lint: '0013_rls_disabled_in_public',
    told: 'rule',
    because:
      'The advisor asks for a right to the whole table. Without row level security, one column is read of every row.',
    cases: ['GRANT SELECT (id) ON a TO anon'],
  },
  {
    lint: '0014_extension_in_public',
    told: 'advisor',
    because:
      'pg_net is said to be in public, but all that it makes is in its own schema `net`, wherever it is installed.',
    cases: ['CREATE EXTENSION pg_net'],
  },
  {
    lint: '0016_materialized_view_in_api',
    told: 'advisor',
    because: 'The view holds only what its readers may read anyway.',
    cases: ['SELECT length(word) FROM words'],
  },
  {
    lint: '0016_materialized_view_in_api',
    told: 'advisor',
    because: '`auth-users-exposed` speaks of materialized views of auth.users.',
    cases: ['CREATE MATERIALIZED VIEW m AS SELECT email FROM auth.users'],
  },
  {
    lint: '0019_insecure_queue_exposed_in_api',
    told: 'rule',
    because: 'The advisor asks for SELECT. Who has INSERT alone puts messages into the queue.',
    cases: ['GRANT INSERT ON pgmq.q_mails TO PUBLIC'],
  },
  {
    lint: '0021_fkey_to_auth_unique',
    told: 'rule',
    because: 'The advisor looks at the schema auth. The other schemas of the platform are upgraded just so.',
    cases: ['REFERENCES storage.buckets (name)'],
  },
  {
    lint: '0023_sensitive_columns_exposed',
    told: 'rule',
    because:
      'The advisor passes over tables with row level security. A policy that is always true shows the same columns.',
    cases: [
      'CREATE POLICY read ON users FOR SELECT USING (true);',
      'CREATE POLICY read ON shops TO authenticated USING (true)',
    ],
  },
  {
    lint: '0023_sensitive_columns_exposed',
    told: 'advisor',
    because: '`rls-explicitly-disabled` speaks of the statement that turned row level security off.',
    cases: ['ALTER TABLE a DISABLE ROW LEVEL SECURITY'],
  },
  ...['0026_pg_graphql_anon_table_exposed', '0027_pg_graphql_authenticated_table_exposed'].map((lint) => ({
    lint,
    told: 'advisor' as const,
    because: platformGraphql,
    cases: ['CREATE TABLE books (id bigint);'],
  })),
  ...['0028_anon_security_definer_function_executable', '0029_authenticated_security_definer_function_executable'].map(
    (lint) => ({ lint, told: 'advisor' as const, because: looksItself, cases: definerFunctions }),
  ),
];
