import type { Migration } from '../../core/migration.js';
import type { Database } from '../../database/database.js';
import type { Parser } from '../../sql/parser.js';
import { inTransaction } from '../in-transaction.js';
import type { Interop } from '../interop/interop.js';
import { recordOnlyStep } from './record-only-step.js';

/** Writes what our history has to the other tool's records, all of it or nothing. */
export async function recordThere(
  database: Database,
  applied: readonly Migration[],
  interop: Interop,
  folder: { readonly migrations: readonly Migration[]; readonly parser: Parser },
): Promise<void> {
  if (applied.length === 0) return;
  await inTransaction(database, async () => {
    for (const migration of applied) await interop.record(database, recordOnlyStep(migration, { ...folder, batch: 1 }));
  });
}
