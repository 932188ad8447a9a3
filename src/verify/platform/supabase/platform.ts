import { auth } from './auth.js';
import { functions } from './functions.js';
import { realtime } from './realtime.js';
import { publicGrants, roleGrants } from './roles.js';
import { storage } from './storage.js';

/** Enabled in every new project, by the schema that they are in. */
export const platformExtensions: readonly { readonly name: string; readonly schema: string }[] = [
  { name: 'pgcrypto', schema: 'extensions' },
  { name: 'uuid-ossp', schema: 'extensions' },
  { name: 'pg_stat_statements', schema: 'extensions' },
  { name: 'pg_graphql', schema: 'graphql' },
  { name: 'supabase_vault', schema: 'vault' },
];

/** Before the extensions are made. */
export const beforeExtensions: readonly string[] = [roleGrants, publicGrants];
/** Once they are there. */
export const afterExtensions: readonly string[] = [auth, storage, realtime, functions];

/** Tables of these schemas belong to the services, which guard them by row security. */
export const guardedSchemas: Readonly<Record<string, string>> = {
  auth: 'supabase_auth_admin',
  storage: 'supabase_storage_admin',
};

/** Every session looks for names here. */
export const platformSearchPath = '"$user", public, extensions';
