import type { QualifiedName } from '../core/name.js';
import type { TypeName } from '../sql/expression.js';
import { simpleType } from '../sql/simple-type.js';
import { emptyRelation } from './columns.js';
import type { Column, Relation, Routine } from './model.js';
import { addDefaultPrivilege } from './privileges.js';
import { putRelation, type Store } from './store.js';

const nowhere = { start: 0, end: 0 };

const typeOf = (text: string): TypeName =>
  simpleType(text.replace('[]', ''), nowhere, { arrayDimensions: text.endsWith('[]') ? 1 : 0 });

/**
 * Tables of a Supabase project that migrations refer to, with the columns that they use most: `name type`, the first
 * being the primary key. The platform adds columns over time, so that none of them is complete.
 * @see https://supabase.com/docs/guides/auth/managing-user-data
 */
const platformTables: Readonly<Record<string, string>> = {
  'auth.users':
    'id uuid, aud varchar, role varchar, email varchar, encrypted_password varchar, phone text, ' +
    'raw_app_meta_data jsonb, raw_user_meta_data jsonb, created_at timestamptz, updated_at timestamptz, ' +
    'last_sign_in_at timestamptz, email_confirmed_at timestamptz, deleted_at timestamptz',
  'auth.identities':
    'id uuid, user_id uuid, provider text, provider_id text, identity_data jsonb, created_at timestamptz',
  'auth.sessions': 'id uuid, user_id uuid, created_at timestamptz, updated_at timestamptz',
  'auth.refresh_tokens': 'id int8, token varchar, user_id varchar, revoked bool',
  'auth.mfa_factors': 'id uuid, user_id uuid, friendly_name text, created_at timestamptz',
  'storage.buckets': 'id text, name text, owner uuid, public bool, created_at timestamptz, updated_at timestamptz',
  'storage.objects':
    'id uuid, bucket_id text, name text, owner uuid, owner_id text, metadata jsonb, path_tokens text[], ' +
    'created_at timestamptz, updated_at timestamptz, last_accessed_at timestamptz',
  'realtime.messages': 'id uuid, topic text, extension text, payload jsonb, event text, private bool',
  'vault.secrets': 'id uuid, name text, description text, secret text',
};

const nameOf = (key: string): QualifiedName => {
  const [schema = '', name = ''] = key.split('.');
  return { schema, name };
};

function platformTable(key: string, columnList: string): Relation {
  const columns = columnList.split(', ').map((text, index): Column => {
    const [name = '', type = ''] = text.split(' ');
    return { name, type: typeOf(type), notNull: index === 0, serial: false, unit: 0 };
  });
  const name = nameOf(key);
  const primary = columns[0]?.name ?? 'id';
  const constraintName = `${name.name}_pkey`;
  return {
    ...emptyRelation(name, 'table', 0),
    complete: false,
    managed: true,
    columns: new Map(columns.map((column) => [column.name, column])),
    constraints: new Map([[constraintName, primaryKey(constraintName, primary)]]),
    indexes: new Set([`${name.schema}.${constraintName}`]),
    rowSecurity: { enabled: true, forced: false },
  };
}

const primaryKey = (name: string, column: string) => ({
  name,
  definition: {
    type: 'primaryKey' as const,
    name,
    columns: [column],
    include: [],
    nullsNotDistinct: false,
    notValid: false,
    enforced: true,
    deferrable: false,
    initiallyDeferred: false,
    span: nowhere,
  },
  columns: [column],
  validated: true,
  unit: 0,
});

const authFunction = (name: string, returns: string): Routine => ({
  objectType: 'function',
  name: { schema: 'auth', name },
  arguments: [],
  returns: typeOf(returns),
  language: 'sql',
  volatility: 'stable',
  security: 'invoker',
  settings: {},
  references: { relations: [], functions: [], types: [], columns: [], dynamic: false },
  text: '',
  definedIn: 0,
  unit: 0,
});

const apiRoles: readonly string[] = ['anon', 'authenticated', 'service_role'];

function seedSupabase(store: Store): void {
  for (const schema of ['auth', 'storage', 'realtime', 'vault', 'extensions', 'graphql', 'graphql_public'])
    store.schemas.put(schema, { name: schema, owner: 'supabase_admin', unit: 0 });
  for (const [key, columns] of Object.entries(platformTables)) {
    const table = platformTable(key, columns);
    putRelation(store, table);
    for (const index of table.indexes)
      store.indexes.put(index, {
        name: nameOf(index),
        table: table.name,
        unique: true,
        method: 'btree',
        elements: [{ column: [...table.columns.keys()][0], descending: false }],
        include: [],
        nullsNotDistinct: false,
        constraint: nameOf(index).name,
        only: false,
        unit: 0,
      });
  }
  for (const [name, returns] of Object.entries({ uid: 'uuid', jwt: 'jsonb', role: 'text', email: 'text' }))
    store.routines.put(`auth.${name}`, [authFunction(name, returns)]);
  for (const role of ['postgres', ...apiRoles])
    for (const objectType of ['table', 'sequence', 'function'] as const)
      addDefaultPrivilege(store, objectType, 'public', role, ['all']);
  for (const [name, schema] of Object.entries(platformExtensions))
    store.extensions.put(name, { name, schema, unit: 0 });
}

// Enabled in every new project.
const platformExtensions: Readonly<Record<string, string>> = {
  plpgsql: 'pg_catalog',
  'uuid-ossp': 'extensions',
  pgcrypto: 'extensions',
  pg_stat_statements: 'extensions',
  supabase_vault: 'vault',
};

/** What is there before the first migration. */
export function seed(store: Store): void {
  for (const schema of ['public', 'pg_catalog', 'information_schema'])
    store.schemas.put(schema, { name: schema, unit: 0 });
  addDefaultPrivilege(store, 'function', undefined, 'public', ['execute']);
  addDefaultPrivilege(store, 'type', undefined, 'public', ['usage']);
  if (store.options.supabase) seedSupabase(store);
  grantPublicSchema(store);
}

function grantPublicSchema(store: Store): void {
  const name = { schema: 'public', name: 'public' };
  const grantees = store.options.supabase ? ['public', 'postgres', ...apiRoles] : ['public'];
  store.grants.put(
    'schema:public',
    new Map(
      grantees.map((grantee) => [
        [name.name, grantee, 'usage', ''].join('\u0000'),
        { objectType: 'schema', object: name.name, grantee, privilege: 'usage' },
      ]),
    ),
  );
}
