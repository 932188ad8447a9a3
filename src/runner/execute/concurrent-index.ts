import { quoteName } from '../../core/name.js';
import type { Database } from '../../database/database.js';
import { DatabaseError } from '../../database/database-error.js';
import type { PlannedStatement } from '../plan/plan.js';

type Target = NonNullable<PlannedStatement['concurrentIndex']>;

/**
 * Builds an index concurrently, and leaves a valid one or none. The server keeps an invalid index where the build fails, and
 * with IF NOT EXISTS takes that for the index the next time.
 */
export async function buildConcurrently(database: Database, target: Target, build: () => Promise<void>): Promise<void> {
  const before = await invalidIndexes(database, target);
  const leftover = before.find(({ name }) => name === target.name);
  if (leftover) await dropInvalid(database, leftover);
  const known = new Set(before.map(({ qualified }) => qualified));
  if (leftover) known.delete(leftover.qualified);
  const dropNew = async (): Promise<boolean> => {
    const made = (await invalidIndexes(database, target)).filter(({ qualified }) => !known.has(qualified));
    for (const index of made) await dropInvalid(database, index);
    return made.length > 0;
  };
  try {
    await build();
  } catch (error) {
    await dropNew().catch(() => false);
    throw error;
  }
  if (await dropNew()) {
    const message = `The index on ${quoteName(target.table)} was built, but is not valid; it was dropped.`;
    throw new DatabaseError({ sqlstate: '55P03', message });
  }
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
async function dropInvalid(database: Database, { qualified, building }: InvalidIndex): Promise<void> {
  if (building)
    throw new DatabaseError({ sqlstate: '55P03', message: `Another session is building the index ${qualified}.` });
  await database.execute(`DROP INDEX CONCURRENTLY IF EXISTS ${qualified}`);
}
