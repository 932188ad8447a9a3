import type { Advisor } from './advisor.js';
import { isExposed, isOwnRoutine, routines } from './fragments.js';

const routineName = 'p.oid::regprocedure AS object';
const books = 'CREATE TABLE a (id bigint); ALTER TABLE a ENABLE ROW LEVEL SECURITY;';
const body = "LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$ DELETE FROM public.a $$;";

const executable = (role: string): string => `SELECT ${routineName} FROM ${routines}
  WHERE p.prosecdef AND ${isOwnRoutine} AND ${isExposed} AND has_function_privilege('${role}', p.oid, 'EXECUTE')
    AND p.prorettype <> ALL ('{trigger,event_trigger}'::regtype[])`;

export const routineAdvisors: readonly Advisor[] = [
  {
    lint: '0011_function_search_path_mutable',
    rules: ['function-search-path-mutable', 'security-definer-search-path', 'create-or-replace-function-drops-options'],
    condition: `SELECT ${routineName} FROM ${routines} WHERE ${isOwnRoutine} AND p.prokind <> 'a'
      AND NOT EXISTS (SELECT FROM unnest(p.proconfig) AS s WHERE s LIKE 'search\\_path=%')`,
    cases: [
      { sql: 'CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;', told: true },
      { sql: 'CREATE PROCEDURE f() LANGUAGE plpgsql AS $$ BEGIN END $$;', told: true },
      { sql: 'CREATE FUNCTION f() RETURNS int LANGUAGE sql SET search_path = public AS $$ SELECT 1 $$;', told: false },
      {
        sql: 'CREATE FUNCTION f() RETURNS int LANGUAGE sql SET search_path FROM CURRENT AS $$ SELECT 1 $$;',
        told: false,
      },
      {
        sql: "CREATE FUNCTION f() RETURNS int LANGUAGE sql SET search_path = '' AS $$ SELECT 1 $$; ALTER FUNCTION f() RESET ALL;",
        told: true,
      },
      {
        sql: "CREATE FUNCTION f() RETURNS int LANGUAGE sql SET search_path = '' AS $$ SELECT 1 $$; CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;",
        told: true,
      },
      { sql: "CREATE FUNCTION f() RETURNS int LANGUAGE sql SET work_mem = '1MB' AS $$ SELECT 1 $$;", told: true },
      {
        sql: "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$; ALTER ROUTINE f SET search_path TO '';",
        told: false,
      },
      {
        sql: "CREATE FUNCTION f(int, int) RETURNS int LANGUAGE sql SET search_path = '' AS $$ SELECT 1 $$; CREATE AGGREGATE g(int) (sfunc = f, stype = int);",
        told: false,
      },
    ],
  },
  ...['anon', 'authenticated'].map((role, at) => ({
    lint: `00${28 + at}_${role}_security_definer_function_executable`,
    rules: ['security-definer-executable'],
    options: { 'security-definer-executable': { roles: [role] } },
    condition: executable(role),
    cases: [
      { sql: `${books} CREATE FUNCTION f() RETURNS void ${body}`, told: true },
      {
        sql: `${books} CREATE FUNCTION f() RETURNS void ${body} REVOKE EXECUTE ON FUNCTION f() FROM public;`,
        told: true,
      },
      {
        sql: `${books} CREATE FUNCTION f() RETURNS void ${body} REVOKE EXECUTE ON FUNCTION f() FROM public, anon, authenticated;`,
        told: false,
      },
      { sql: `${books} CREATE FUNCTION f() RETURNS void ${body} ALTER FUNCTION f() SECURITY INVOKER;`, told: false },
      { sql: `${books} CREATE SCHEMA private; CREATE FUNCTION private.f() RETURNS void ${body}`, told: false },
      { sql: `${books} CREATE PROCEDURE f() ${body}`, told: true },
      {
        sql: `${books} CREATE FUNCTION f() RETURNS void ${body} REVOKE EXECUTE ON ROUTINE f FROM public, anon, authenticated;`,
        told: false,
      },
      {
        sql: `${books} CREATE FUNCTION f() RETURNS void ${body} REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM public, anon, authenticated;`,
        told: false,
      },
      {
        sql: `ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE EXECUTE ON FUNCTIONS FROM anon, authenticated, public; ${books} CREATE FUNCTION f() RETURNS void ${body}`,
        told: true,
      },
      {
        sql: "CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$ SELECT 1 $$;",
        told: true,
      },
    ],
  })),
  {
    lint: '0014_extension_in_public',
    rules: ['extension-in-public'],
    condition: `SELECT e.extname AS object FROM pg_extension e
      WHERE e.extnamespace = 'public'::regnamespace AND e.extname <> 'plpgsql'`,
    cases: [
      { sql: 'CREATE EXTENSION pg_trgm;', told: true },
      { sql: 'CREATE EXTENSION pg_trgm SCHEMA extensions;', told: false },
      { sql: 'CREATE EXTENSION pg_trgm SCHEMA extensions; ALTER EXTENSION pg_trgm SET SCHEMA public;', told: true },
      { sql: 'CREATE EXTENSION pg_net;', told: true },
      { sql: 'CREATE EXTENSION pg_trgm; DROP EXTENSION pg_trgm;', told: false },
      { sql: 'SET search_path = extensions; CREATE EXTENSION pg_trgm;', told: false },
    ],
  },
];
