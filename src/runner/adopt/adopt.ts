import type { Migration } from '../../core/migration.js';
import type { Database } from '../../database/database.js';
import type { Parser } from '../../sql/parser.js';
import { recordStart } from '../execute/record.js';
import type { HistorySchema } from '../history/schema-name.js';
import { inTransaction } from '../in-transaction.js';
import type { Interop } from '../interop/interop.js';
import { recordOnlyStep } from './record-only-step.js';

/** One migration that becomes applied in the history, with nothing run. */
export interface Adoption {
  readonly migration: Migration;
  /** Why; kept with the row and with the event. */
  readonly reason: string;
  readonly notes?: string | undefined;
  /** The tool that applied it, as far as one did. */
  readonly tool?: string | undefined;
  /** When that was, as the tool has it. */
  readonly appliedAt?: string | undefined;
  /** Instead of the file's: what was run is not what the file says. */
  readonly checksum?: string | undefined;
}

export interface AdoptOptions {
  readonly schema: HistorySchema;
  /** All of the folder. */
  readonly migrations: readonly Migration[];
  readonly parser: Parser;
  readonly interop?: Interop | undefined;
}

/** Records all of them, in one batch, or none. The history must be installed, and the caller hold the lock. */
export async function adopt(database: Database, adoptions: readonly Adoption[], options: AdoptOptions): Promise<void> {
  if (adoptions.length === 0) return;
  const { schema } = options;
  await inTransaction(database, async () => {
    const [next] = await database.query(`SELECT ${schema.identifier}.get_next_batch() AS batch`);
    for (const adoption of adoptions) await adoptOne(database, adoption, Number(next?.batch), options);
  });
}

async function adoptOne(database: Database, adoption: Adoption, batch: number, options: AdoptOptions): Promise<void> {
  const { migration, reason, notes, tool, appliedAt, checksum } = adoption;
  const { schema, migrations, parser, interop } = options;
  const planned = recordOnlyStep(migration, { migrations, parser, batch });
  const step = { ...planned, record: { ...planned.record, checksum: checksum ?? planned.record.checksum } };
  await recordStart(database, schema, step);
  // Nothing was run, so that there is no time that it took.
  await database.query(`CALL ${schema.identifier}.log_migration_complete($1, 'applied', NULL, $2)`, [
    migration.id,
    reason,
  ]);
  await database.query(
    `UPDATE ${schema.identifier}.migration_history SET notes = $2,
       metadata = metadata || pg_catalog.jsonb_strip_nulls(
         pg_catalog.jsonb_build_object('adopted', true, 'adopted_from', $3::text, 'applied_there_at', $4::text))
     WHERE migration_name = $1`,
    [migration.id, notes ?? null, tool ?? null, appliedAt ?? null],
  );
  await interop?.record(database, step);
}
