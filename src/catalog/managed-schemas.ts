import type { StoreOptions } from './store.js';

/** Schemas that a Supabase project holds and that its migrations do not own. */
const supabaseSchemas = new Set([
  'auth',
  'storage',
  'realtime',
  '_realtime',
  'vault',
  'extensions',
  'graphql',
  'graphql_public',
  'net',
  'cron',
  'pgmq',
  'pgsodium',
  'pgsodium_masks',
  'supabase_functions',
  'supabase_migrations',
  'pgbouncer',
  '_analytics',
]);

export const systemSchemas: ReadonlySet<string> = new Set(['pg_catalog', 'information_schema', 'pg_toast']);

/** Someone else than the migrations makes the objects of this schema. */
export const isManagedSchema = (options: Pick<StoreOptions, 'supabase'>, schema: string): boolean =>
  systemSchemas.has(schema) ||
  (schema.startsWith('pg_') && schema !== 'pg_temp') ||
  (options.supabase && (supabaseSchemas.has(schema) || schema.startsWith('pgsodium')));
