import { quoteIdentifier } from '../../core/name.js';
import type { Database } from '../../database/database.js';
import { runScript } from './run-script.js';
import { standInFor } from './stand-ins/index.js';
import { afterExtensions, beforeExtensions, guardedSchemas, platformExtensions } from './supabase/platform.js';
import { platformRoles } from './supabase/roles.js';

export type MakeExtension = (extension: { readonly extension: string; readonly schema: string }) => Promise<void>;

/**
 * Makes a fresh database look like that of a new Supabase project, as far as migrations meet it. Roles that the server has
 * already are left as they are. `make` makes an extension in its schema, where CREATE EXTENSION does not do. `enabled` are
 * extensions besides the usual ones.
 */
export async function installPlatform(
  database: Database,
  enabled: readonly string[] = [],
  make: MakeExtension = created(database),
): Promise<void> {
  await makeRoles(database);
  for (const script of beforeExtensions) await runScript(database, script);
  const others = enabled.map((name) => ({ name, schema: standInFor(name)?.schema ?? 'extensions' }));
  for (const { name, schema } of [...platformExtensions, ...others]) {
    const quoted = quoteIdentifier(schema);
    if (schema !== 'pg_catalog') await database.execute(`CREATE SCHEMA IF NOT EXISTS ${quoted}`);
    await make({ extension: name, schema });
    await database.execute(`GRANT USAGE ON SCHEMA ${quoted} TO postgres, service_role`);
  }
  for (const script of afterExtensions) await runScript(database, script);
  for (const [schema, owner] of Object.entries(guardedSchemas)) await guard(database, schema, owner);
}

const created =
  (database: Database): MakeExtension =>
  ({ extension, schema }) =>
    database.execute(`CREATE EXTENSION ${quoteIdentifier(extension)} WITH SCHEMA ${quoteIdentifier(schema)}`);

async function makeRoles(database: Database): Promise<void> {
  const rows = await database.query('SELECT rolname FROM pg_catalog.pg_roles');
  const existing = new Set(rows.map(({ rolname }) => rolname));
  for (const [role, attributes] of Object.entries(platformRoles)) {
    if (!existing.has(role)) await database.execute(`CREATE ROLE ${quoteIdentifier(role)} ${attributes}`);
  }
}

/** Hands the tables and functions of a schema to its service, with row security on. */
async function guard(database: Database, schema: string, owner: string): Promise<void> {
  await database.execute(`DO $guard$
DECLARE
  one text;
BEGIN
  FOR one IN SELECT oid::regclass FROM pg_class WHERE relnamespace = '${schema}'::regnamespace AND relkind = 'r' LOOP
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', one);
    EXECUTE format('ALTER TABLE %s OWNER TO ${owner}', one);
  END LOOP;
  FOR one IN SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = '${schema}'::regnamespace LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO ${owner}', one);
  END LOOP;
END
$guard$`);
}
