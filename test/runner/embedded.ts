import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { Database } from '../../src/database/database.js';
import { openDatabase } from '../../src/database/open-database.js';

/** One PGlite for a test file, emptied before each test. */
export function embeddedDatabase(): { readonly current: () => Database } {
  let database: Database;
  beforeAll(async () => {
    database = await openDatabase({ adapter: 'pglite' });
  });
  beforeEach(() => empty(database));
  afterAll(() => database.close());
  return { current: () => database };
}

/** Nothing is left of earlier tests: no transaction, no settings, no role, no lock, no schema. */
export async function empty(database: Database): Promise<void> {
  if ((await database.transactionStatus()) !== 'idle') await database.execute('ROLLBACK');
  await database.execute('DISCARD ALL');
  const schemas = await database.query(
    "SELECT quote_ident(nspname) AS name FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'",
  );
  for (const { name } of schemas) await database.execute(`DROP SCHEMA ${name} CASCADE`);
  await database.execute('CREATE SCHEMA public');
}
