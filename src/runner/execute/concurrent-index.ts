import { quoteName } from '../../core/name.js';
import type { Database } from '../../database/database.js';
import { DatabaseError } from '../../database/database-error.js';
import type { PlannedStatement } from '../plan/plan.js';

type Target = NonNullable<PlannedStatement['concurrentIndex']>;

/** The invalid indexes, as SQL names them, that were on the table before and are not what the statement builds. */
export async function othersInvalid(database: Database, target: Target | undefined): Promise<ReadonlySet<string>> {
  const before = target === undefined ? [] : await invalidIndexes(database, target);
  return new Set(before.filter(({ name }) => name !== target?.name).map(({ qualified }) => qualified));
}

/**
 * Builds an index concurrently, and leaves a valid one or none. The server keeps an invalid index where the build fails, and
 * with IF NOT EXISTS takes that for the index the next time. `others` are left alone.
 */
export async function buildConcurrently(
  database: Database,
  target: Target,
  others: ReadonlySet<string>,
  build: () => Promise<void>,
): Promise<void> {
  const dropInvalid = async (): Promise<boolean> => {
    const made = (await invalidIndexes(database, target)).filter(({ qualified }) => !others.has(qualified));
    for (const index of made) await drop(database, index);
    return made.length > 0;
  };
  await dropInvalid();
  try {
    await build();
  } catch (error) {
    // What holds up the build may hold up this too; then the next attempt begins with it.
    await dropInvalid().catch(() => false);
    throw error;
  }
  if (await dropInvalid()) {
    const message = `The index on ${quoteName(target.table)} was built, but is not valid; it was dropped.`;
    throw new DatabaseError({ sqlstate: '55P03', message });
  }
}

/** By their oids, valid or not. */
export async function indexesOf(database: Database, target: Target | undefined): Promise<readonly string[]> {
  if (target === undefined) return [];
  const rows = await database.query(
    'SELECT i.indexrelid AS oid FROM pg_catalog.pg_index AS i WHERE i.indrelid = pg_catalog.to_regclass($1)',
    [quoteName(target.table)],
  );
  return rows.map(({ oid }) => oid ?? '');
}

export async function validIndexes(
  database: Database,
  { table }: Target,
): Promise<readonly { readonly oid: string; readonly name: string }[]> {
  const rows = await database.query(
    `SELECT i.indexrelid AS oid, c.relname AS name
     FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid
     WHERE i.indrelid = pg_catalog.to_regclass($1) AND i.indisvalid`,
    [quoteName(table)],
  );
  return rows.map(({ oid, name }) => ({ oid: oid ?? '', name: name ?? '' }));
}

interface InvalidIndex {
  readonly name: string;
  /** As SQL needs it. */
  readonly qualified: string;
  readonly building: boolean;
}

async function invalidIndexes(database: Database, { table }: Target): Promise<readonly InvalidIndex[]> {
  const rows = await database.query(
    `SELECT c.relname AS name, pg_catalog.format('%I.%I', n.nspname, c.relname) AS qualified,
            EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index AS p WHERE p.index_relid = c.oid) AS building
     FROM pg_catalog.pg_index AS i
     JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
     WHERE i.indrelid = pg_catalog.to_regclass($1) AND NOT i.indisvalid`,
    [quoteName(table)],
  );
  return rows.map((row) => ({ name: row.name ?? '', qualified: row.qualified ?? '', building: row.building === 't' }));
}

/** A session that lost its client goes on building; what it builds is not ours to drop. */
async function drop(database: Database, { qualified, building }: InvalidIndex): Promise<void> {
  if (building)
    throw new DatabaseError({ sqlstate: '55P03', message: `Another session is building the index ${qualified}.` });
  await database.execute(`DROP INDEX CONCURRENTLY IF EXISTS ${qualified}`);
}
