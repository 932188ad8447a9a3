/**
 * The roles of a Supabase database, and what is granted at the start. Roles belong to the whole server, so that those that
 * are there are left as they are.
 * @see https://supabase.com/docs/guides/database/postgres/roles
 */
export const platformRoles: Readonly<Record<string, string>> = {
  anon: 'NOLOGIN NOINHERIT',
  authenticated: 'NOLOGIN NOINHERIT',
  service_role: 'NOLOGIN NOINHERIT BYPASSRLS',
  authenticator: 'LOGIN NOINHERIT',
  supabase_admin: 'LOGIN SUPERUSER CREATEDB CREATEROLE REPLICATION BYPASSRLS',
  supabase_auth_admin: 'LOGIN NOINHERIT CREATEROLE',
  supabase_storage_admin: 'LOGIN NOINHERIT CREATEROLE',
  supabase_functions_admin: 'LOGIN NOINHERIT CREATEROLE',
  supabase_realtime_admin: 'NOLOGIN NOINHERIT',
  supabase_replication_admin: 'LOGIN REPLICATION',
  supabase_read_only_user: 'LOGIN BYPASSRLS',
  supabase_etl_admin: 'LOGIN REPLICATION',
  dashboard_user: 'NOLOGIN CREATEDB CREATEROLE REPLICATION',
  pgbouncer: 'LOGIN',
  postgres: 'LOGIN CREATEDB CREATEROLE REPLICATION BYPASSRLS',
};

export const roleGrants = `
GRANT anon, authenticated, service_role TO authenticator;
GRANT anon, authenticated, service_role, supabase_realtime_admin TO postgres;
GRANT anon, authenticated, service_role TO supabase_storage_admin;
GRANT pg_read_all_data TO supabase_read_only_user;
GRANT pg_monitor TO postgres, supabase_read_only_user;
`;

/** What new objects of `postgres` in `public` allow, and who may use the schema. */
export const publicGrants = `
CREATE SCHEMA IF NOT EXISTS extensions;
GRANT USAGE ON SCHEMA public TO postgres, anon, authenticated, service_role;
GRANT USAGE ON SCHEMA extensions TO postgres, anon, authenticated, service_role;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON TABLES TO postgres, anon, authenticated, service_role;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON FUNCTIONS TO postgres, anon, authenticated, service_role;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON SEQUENCES TO postgres, anon, authenticated, service_role;
`;
