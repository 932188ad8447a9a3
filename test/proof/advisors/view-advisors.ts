import type { Advisor } from './advisor.js';
import { isExposed, isInvoker, isOwn, isReadable, relationName, relations } from './fragments.js';

const table = 'CREATE TABLE a (id bigint, owner uuid); ALTER TABLE a ENABLE ROW LEVEL SECURITY;';
const server = 'CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w;';

const isServed = (kinds: string): string => `c.relkind IN (${kinds}) AND ${isOwn} AND ${isExposed} AND ${isReadable}`;

const readsUsers = `EXISTS (SELECT FROM pg_rewrite w JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
  WHERE w.ev_class = c.oid AND d.refobjid = 'auth.users'::regclass)`;
const usersAreGuarded = `(SELECT relrowsecurity FROM pg_class WHERE oid = 'auth.users'::regclass)`;

const graphql = (role: string): string => `SELECT ${relationName} FROM ${relations}
  WHERE c.relkind IN ('r', 'v', 'm', 'f') AND ${isOwn} AND ${isExposed} AND has_any_column_privilege('${role}', c.oid, 'SELECT')
    AND EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_graphql')`;

export const viewAdvisors: readonly Advisor[] = [
  {
    lint: '0002_auth_users_exposed',
    rules: ['auth-users-exposed'],
    condition: `SELECT ${relationName} FROM ${relations} WHERE ${isServed("'v', 'm'")} AND ${readsUsers}
      AND (c.relkind = 'm' OR NOT ${isInvoker} OR NOT ${usersAreGuarded})`,
    cases: [
      { sql: 'CREATE VIEW a AS SELECT email FROM auth.users;', told: true },
      { sql: 'CREATE MATERIALIZED VIEW a AS SELECT email FROM auth.users;', told: true },
      { sql: 'CREATE VIEW a WITH (security_invoker) AS SELECT email FROM auth.users;', told: false },
      { sql: 'CREATE VIEW a AS SELECT email FROM auth.users; ALTER VIEW a SET (security_invoker = on);', told: false },
      { sql: 'CREATE VIEW a AS SELECT 1 AS one WHERE EXISTS (SELECT FROM auth.users);', told: true },
      { sql: 'CREATE VIEW a AS SELECT id FROM auth.sessions;', told: false },
      {
        sql: 'CREATE SCHEMA private; CREATE VIEW private.a AS SELECT email FROM auth.users; ALTER VIEW private.a SET SCHEMA public; GRANT SELECT ON a TO anon;',
        told: true,
      },
    ],
  },
  {
    lint: '0010_security_definer_view',
    rules: ['view-security-definer', 'auth-users-exposed'],
    condition: `SELECT ${relationName} FROM ${relations} WHERE ${isServed("'v'")} AND NOT ${isInvoker}`,
    cases: [
      { sql: `${table} CREATE VIEW v AS SELECT id FROM a;`, told: true },
      { sql: `${table} CREATE VIEW v WITH (security_invoker = 1) AS SELECT id FROM a;`, told: false },
      { sql: `${table} CREATE VIEW v WITH (security_invoker = false) AS SELECT id FROM a;`, told: true },
      {
        sql: `${table} CREATE VIEW v WITH (security_invoker) AS SELECT id FROM a; CREATE OR REPLACE VIEW v AS SELECT id FROM a;`,
        told: true,
      },
      { sql: `${table} CREATE VIEW v AS SELECT 1 AS x UNION SELECT id FROM a;`, told: true },
      {
        sql: 'CREATE TABLE a (id int); CREATE VIEW v AS SELECT id FROM a; ALTER TABLE a ENABLE ROW LEVEL SECURITY;',
        told: true,
      },
      { sql: `${table} CREATE RECURSIVE VIEW v (n) AS SELECT id FROM a;`, told: true },
      {
        sql: `${table} CREATE FUNCTION f() RETURNS SETOF a LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$ SELECT * FROM public.a $$; CREATE VIEW v AS SELECT * FROM f();`,
        told: true,
      },
      { sql: `${table} CREATE VIEW v WITH (security_barrier) AS SELECT id FROM a;`, told: true },
      {
        sql: `${table} CREATE VIEW v AS SELECT id FROM a; CREATE SCHEMA private; ALTER VIEW v SET SCHEMA private;`,
        told: false,
      },
      {
        sql: `${table} CREATE VIEW v AS WITH x AS (SELECT id FROM a) SELECT (SELECT max(id) FROM x) AS newest;`,
        told: true,
      },
    ],
  },
  {
    lint: '0016_materialized_view_in_api',
    rules: ['matview-in-api.view'],
    condition: `SELECT ${relationName} FROM ${relations} WHERE ${isServed("'m'")}`,
    cases: [
      { sql: `${table} CREATE MATERIALIZED VIEW m AS SELECT id FROM a;`, told: true },
      {
        sql: `${table} CREATE MATERIALIZED VIEW m AS SELECT id FROM a; REVOKE SELECT ON m FROM anon, authenticated;`,
        told: false,
      },
      {
        sql: `${table} CREATE VIEW v WITH (security_invoker) AS SELECT id FROM a; CREATE MATERIALIZED VIEW m AS SELECT id FROM v;`,
        told: true,
      },
      { sql: `${table} CREATE MATERIALIZED VIEW m AS SELECT id FROM a; DROP TABLE a CASCADE;`, told: false },
      { sql: 'CREATE MATERIALIZED VIEW m AS SELECT email FROM auth.users;', told: true },
    ],
  },
  {
    lint: '0017_foreign_table_in_api',
    rules: ['matview-in-api.foreign'],
    condition: `SELECT ${relationName} FROM ${relations} WHERE ${isServed("'f'")}`,
    cases: [
      { sql: `${server} CREATE FOREIGN TABLE f (id bigint) SERVER s;`, told: true },
      {
        sql: `${server} CREATE FOREIGN TABLE f (id bigint) SERVER s; REVOKE ALL ON f FROM anon, authenticated;`,
        told: false,
      },
      { sql: `${server} CREATE SCHEMA private; CREATE FOREIGN TABLE private.f (id bigint) SERVER s;`, told: false },
    ],
  },
  ...['anon', 'authenticated'].map((role, at) => ({
    lint: `002${6 + at}_pg_graphql_${role}_table_exposed`,
    rules: ['graphql-anon-exposed'],
    condition: graphql(role),
    cases: [
      {
        sql: 'DROP EXTENSION IF EXISTS pg_graphql; CREATE EXTENSION pg_graphql; CREATE TABLE a (id bigint);',
        told: true,
      },
      { sql: 'DROP EXTENSION IF EXISTS pg_graphql; CREATE TABLE a (id bigint);', told: false },
      {
        sql: `DROP EXTENSION IF EXISTS pg_graphql; CREATE EXTENSION pg_graphql; CREATE TABLE a (id bigint, b text); REVOKE ALL ON a FROM anon, authenticated; GRANT SELECT (id) ON a TO ${role};`,
        told: true,
      },
      {
        sql: 'DROP EXTENSION IF EXISTS pg_graphql; CREATE EXTENSION pg_graphql; CREATE TABLE a (id bigint); REVOKE ALL ON a FROM anon, authenticated;',
        told: false,
      },
    ],
  })),
];
