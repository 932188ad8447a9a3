import { ownValue } from '../core/own-value.js';
import type { OperationOf } from '../sql/operation.js';
import { applyDefaultPrivileges } from './privileges.js';
import { creationSchema } from './search-path.js';
import type { Store } from './store.js';

export function createSchema(store: Store, op: OperationOf<'createSchema'>): void {
  store.uncertain.remove(`schema:${op.schema}`);
  if (store.schemas.has(op.schema)) return;
  store.schemas.put(op.schema, { name: op.schema, owner: op.owner, unit: store.state.unit });
  applyDefaultPrivileges(store, 'schema', { schema: op.schema, name: op.schema }, op.schema);
}

// Extensions that put their objects into a schema of their own, whatever the path says.
const ownSchemas: Readonly<Record<string, string>> = {
  plpgsql: 'pg_catalog',
  pg_cron: 'cron',
  pg_net: 'net',
  pgmq: 'pgmq',
  pgsodium: 'pgsodium',
  supabase_vault: 'vault',
  pg_graphql: 'graphql',
  pgtap: 'extensions',
};

export function createExtension(store: Store, op: OperationOf<'createExtension'>): void {
  if (store.extensions.has(op.extension)) return;
  const schema = op.schema ?? ownValue(ownSchemas, op.extension) ?? creationSchema(store);
  const { unit } = store.state;
  const writtenAt = { unit, span: op.span };
  store.extensions.put(op.extension, { name: op.extension, schema, version: op.version, unit, writtenAt });
  if (!store.schemas.has(schema)) store.schemas.put(schema, { name: schema, unit: store.state.unit });
}
