import type { Database } from '../../database/database.js';
import type { LiveSchema } from '../../database/introspection/live-schema.js';
import { takeSnapshot } from '../../database/introspection/take-snapshot.js';
import { compareSchemas } from '../compare/compare-schemas.js';
import type { SchemaDifference } from '../compare/schema-difference.js';
import { type DriftScope, inScope } from './drift-scope.js';
import { type DriftSide, toNeutral } from './neutral.js';
import { withoutOtherWords } from './without-other-words.js';

export interface DriftInput extends DriftScope {
  /** What the migrations make. Its session is idle, and changes it in a transaction that is taken back. */
  readonly expected: Database;
  /** What there is. It is only read. */
  readonly actual: Database;
  /** The schema of our own history. */
  readonly historySchema: string;
}

export interface Drift {
  /** `missing` in the database, `unexpected` there, or `changed`: `before` by the migrations, `after` in the database. */
  readonly differences: readonly SchemaDifference[];
  /** What was compared, without what depends on server and platform. */
  readonly expected: LiveSchema;
  readonly actual: LiveSchema;
}

/**
 * Holds a database against the one that its migrations make.
 * @throws DatabaseError
 */
export async function findDrift({ expected, actual, historySchema, ...scope }: DriftInput): Promise<Drift> {
  const options = { excludedSchemas: [historySchema] };
  const made = await readSide(expected, scope, historySchema);
  const found = await readSide(actual, scope, historySchema);
  const pair = toNeutral(made, { ...found, owner: usualOwner(found) }, scope.supabase);
  const differences = compareSchemas(pair.expected, pair.actual);
  if (made.version === found.version) return { ...pair, differences };
  return { ...pair, differences: await withoutOtherWords(expected, differences, pair.actual, options) };
}

async function readSide(database: Database, scope: DriftScope, historySchema: string): Promise<DriftSide> {
  const [row] = await database.query('SELECT quote_ident(current_user) AS role');
  return {
    schema: inScope(await takeSnapshot(database, { excludedSchemas: [historySchema] }), scope),
    version: Math.floor(database.serverVersion / 10_000),
    owner: row?.role ?? '',
  };
}

/** Who looks need not be who ran the migrations: that is the one who owns most of the tables. */
function usualOwner({ schema, owner }: DriftSide): string {
  const counts = new Map<string, number>();
  for (const { kind, attributes } of schema.values()) {
    if (kind === 'table' && attributes.owner) counts.set(attributes.owner, (counts.get(attributes.owner) ?? 0) + 1);
  }
  const [most] = [...counts].toSorted(([, a], [, b]) => b - a);
  return most?.[0] ?? owner;
}
