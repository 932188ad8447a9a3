/** Schemas of the platform, whose shape is not the project's. */
const platformSchemas =
  'auth cron extensions graphql graphql_public information_schema net pg_catalog pg_toast pgbouncer pgmq pgsodium pgsodium_masks ' +
  'pgtle realtime repack storage supabase_functions supabase_migrations tiger topology vault';

const isOneOf = (schema: string, names: string): string => `${schema} = ANY (string_to_array('${names}', ' '))`;

const isOfExtension = (catalog: string, oid: string): string =>
  `EXISTS (SELECT FROM pg_depend d WHERE d.classid = '${catalog}'::regclass AND d.objid = ${oid} AND d.deptype = 'e')`;

/** Of a relation `c` in the schema `n`: it is the project's own. */
export const isOwn = `NOT (${isOneOf('n.nspname', platformSchemas)}) AND c.relpersistence <> 't'
  AND NOT ${isOfExtension('pg_class', 'c.oid')}`;

/** Of a function `p` in the schema `n`: it is the project's own. */
export const isOwnRoutine = `NOT (${isOneOf('n.nspname', platformSchemas)}) AND NOT ${isOfExtension('pg_proc', 'p.oid')}`;

export const isExposed = `n.nspname = ANY (string_to_array(current_setting('pgrst.db_schemas'), ','))`;

const apiRoles = ['anon', 'authenticated'] as const;

/** Of a relation `c`: who is not trusted may read all of its columns. */
export const isReadable = `(${apiRoles.map((role) => `has_table_privilege('${role}', c.oid, 'SELECT')`).join(' OR ')})`;

export const relations = 'pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace';
export const routines = 'pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace';
/** Policies `p` of relations `c`, with their conditions as text. */
export const policies = `(SELECT polname, polrelid, polpermissive, polcmd, polroles,
    pg_get_expr(polqual, polrelid) AS used, pg_get_expr(polwithcheck, polrelid) AS checked FROM pg_policy) p
  JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace`;

export const policyName = `c.oid::regclass::text || '.' || p.polname AS object`;
export const relationName = 'c.oid::regclass AS object';

/** Of a policy `p`: it holds for somebody who is not trusted. */
export const isForApi = `p.polroles && ARRAY[0::oid, 'anon'::regrole::oid, 'authenticated'::regrole::oid]`;

export const isInvoker = `EXISTS (SELECT FROM unnest(c.reloptions) AS o WHERE lower(o) IN
  ('security_invoker=true', 'security_invoker=on', 'security_invoker=yes', 'security_invoker=1'))`;
