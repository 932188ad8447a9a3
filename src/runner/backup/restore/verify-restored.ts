import type { Database } from '../../../database/database.js';
import { installedVersion } from '../../history/install/install-history.js';
import { readHistory } from '../../history/read-history.js';
import type { HistorySchema } from '../../history/schema-name.js';
import type { BackupFacts } from '../backup-facts.js';
import { countUserTables } from '../count-objects.js';
import type { Restored } from './restore.js';

export type Verified = Omit<Restored, 'outcome'>;

/** Looks at what is there after a restore: the tables, and whether the history can be read. */
export async function verifyRestored(
  database: Database,
  schema: HistorySchema,
  facts?: Pick<BackupFacts, 'tables' | 'schemas'>,
): Promise<Verified> {
  const tables = await countUserTables(database, facts?.schemas);
  const expected = facts?.tables ?? tables;
  const missing = tables === expected ? [] : [`The backup was made of ${expected} tables, and ${tables} are there.`];
  try {
    const hasHistory = (await installedVersion(database, schema)) > 0;
    const migrations = hasHistory ? (await readHistory(database, schema)).length : undefined;
    return { tables, migrations, warnings: missing };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { tables, warnings: [...missing, `The history of migrations in ${schema.name} cannot be read: ${reason}`] };
  }
}
