import type { Database } from '../../database/database.js';
import { DatabaseError } from '../../database/database-error.js';
import { withFixedSettings } from '../../database/introspection/fixed-settings.js';
import { keyOf, type LiveObject, type LiveSchema } from '../../database/introspection/live-schema.js';
import { type SnapshotOptions, takeSnapshot } from '../../database/introspection/take-snapshot.js';
import type { ChangedAttribute, SchemaDifference } from '../compare/schema-difference.js';
import { printed, restatements } from './restate.js';

/**
 * The differences without those that are in the words of the servers alone: each version prints views and expressions in
 * its own way. What the database says is put into the scratch database, which prints it in the same words as what the
 * migrations made; then it is taken back.
 */
export async function withoutOtherWords(
  scratch: Database,
  differences: readonly SchemaDifference[],
  actual: LiveSchema,
  options: SnapshotOptions,
): Promise<readonly SchemaDifference[]> {
  const doubtful = differences.filter(isPrinted);
  if (doubtful.length === 0) return differences;
  await scratch.execute('BEGIN');
  try {
    return await withFixedSettings(scratch, async () => {
      const restated = await restate(scratch, doubtful, actual);
      const now = await takeSnapshot(scratch, options);
      return differences.filter((one) => {
        const key = keyOf(one.object);
        if (!isPrinted(one) || !restated.has(key)) return true;
        const text = restated.get(key) ?? now.get(key)?.attributes[one.attribute];
        return text !== one.before;
      });
    });
  } finally {
    await scratch.execute('ROLLBACK');
  }
}

const isPrinted = (one: SchemaDifference): one is ChangedAttribute =>
  one.kind === 'changed' && one.before !== undefined && one.after !== undefined && printed.has(one.attribute);

/** Those objects that the scratch database took, by key; of a view, with what it says in the words of that server. */
async function restate(
  scratch: Database,
  doubtful: readonly ChangedAttribute[],
  actual: LiveSchema,
): Promise<ReadonlyMap<string, string | undefined>> {
  const restated = new Map<string, string | undefined>();
  for (const key of new Set(doubtful.map(({ object }) => keyOf(object)))) {
    const object = actual.get(key);
    if (object === undefined) continue;
    await attempt(scratch, async () => {
      restated.set(key, await restateOne(scratch, object));
    });
  }
  return restated;
}

async function restateOne(scratch: Database, object: LiveObject): Promise<string | undefined> {
  const { query } = object.attributes;
  if (query === undefined) {
    for (const statement of restatements(object)) await scratch.execute(statement);
    return undefined;
  }
  await scratch.execute(`CREATE TEMPORARY VIEW pgairlock_restated AS ${query}`);
  const [row] = await scratch.query("SELECT pg_get_viewdef('pg_temp.pgairlock_restated'::regclass) AS query");
  await scratch.execute('DROP VIEW pg_temp.pgairlock_restated');
  return row?.query ?? '';
}

/** What the scratch database does not take stays a difference. */
async function attempt(scratch: Database, work: () => Promise<void>): Promise<void> {
  await scratch.execute('SAVEPOINT pgairlock_restated');
  try {
    await work();
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    await scratch.execute('ROLLBACK TO SAVEPOINT pgairlock_restated');
  }
  await scratch.execute('RELEASE SAVEPOINT pgairlock_restated');
}
