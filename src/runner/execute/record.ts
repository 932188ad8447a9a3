import type { Database } from '../../database/database.js';
import type { HistorySchema } from '../history/schema-name.js';
import type { PlannedStatement, Step, UpStep } from '../plan/plan.js';
import type { StepFailure } from './result.js';

export async function recordStart(database: Database, { identifier }: HistorySchema, step: UpStep): Promise<void> {
  const { version, checksum, batch, rollbackSql, rollbackAtomic, dependencies, forced } = step.record;
  const metadata = {
    journalled: step.mode === 'journalled',
    rollback_atomic: rollbackAtomic,
    path: step.path,
    forced: forced?.rules,
  };
  await database.query(`CALL ${identifier}.log_migration_start($1, $2, $3, $4::int, $5, $6::text[], $7::jsonb)`, [
    step.migration,
    version,
    checksum,
    String(batch),
    rollbackSql ?? null,
    toArray(dependencies),
    JSON.stringify(metadata),
  ]);
}

/** As the server reads arrays: `{"a","b"}`. */
const toArray = (values: readonly string[]): string =>
  `{${values.map((value) => `"${value.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;

export async function recordEnd(
  database: Database,
  { identifier }: HistorySchema,
  step: Step,
  durationMs: number,
): Promise<void> {
  const status = step.direction === 'up' ? 'applied' : 'rolled_back';
  const reason = step.direction === 'up' ? step.record.forced?.reason : undefined;
  const call = `CALL ${identifier}.log_migration_complete($1, $2, $3::bigint, $4)`;
  await database.query(call, [step.migration, status, String(Math.round(durationMs)), reason ?? null]);
}

/**
 * One line of the journal. `begun` for a statement that is about to be sent in no transaction, with the indexes that its table
 * has by now.
 */
export async function recordStatement(
  database: Database,
  { identifier }: HistorySchema,
  { migration, direction }: Step,
  { index, sql }: PlannedStatement,
  begun?: { readonly indexesBefore: readonly string[] },
): Promise<void> {
  // A file that changed the role must not lose it by this, nor may the role stop the line.
  await database.execute('SET LOCAL SESSION AUTHORIZATION DEFAULT');
  await database.query(
    `INSERT INTO ${identifier}.migration_events (migration_name, event, statement_index, statement, detail)
     VALUES ($1, $2, $3::int, $4, $5::jsonb)`,
    [
      migration,
      begun === undefined ? 'statement' : 'begun',
      String(index),
      sql,
      JSON.stringify({ direction, indexes_before: begun?.indexesBefore }),
    ],
  );
}

/** A failed up leaves a failed row; a failed down leaves the row as it is, for the migration is still applied. */
export async function recordFailure(
  database: Database,
  schema: HistorySchema,
  step: Step,
  failure: StepFailure,
  durationMs: number,
): Promise<void> {
  const { identifier } = schema;
  if (step.direction === 'up') {
    if (step.mode === 'atomic') await recordStart(database, schema, step);
    const call = `CALL ${identifier}.log_migration_complete($1, 'failed', $2::bigint, $3)`;
    await database.query(call, [
      step.migration,
      String(Math.round(durationMs)),
      `${failure.sqlstate}: ${failure.message}`,
    ]);
  }
  if (step.direction === 'down') await recordFailedDown(database, schema, step.migration);
  await database.query(
    `INSERT INTO ${identifier}.migration_errors
       (migration_name, direction, sqlstate, message, detail, hint, context, statement_index, statement)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8::int, $9)`,
    [
      step.migration,
      step.direction,
      failure.sqlstate,
      failure.message,
      failure.detail ?? null,
      failure.hint ?? null,
      failure.context ?? null,
      failure.statementIndex === undefined ? null : String(failure.statementIndex),
      failure.statement ?? null,
    ],
  );
}

/** The journal of the down ends here: what was begun is not done. */
async function recordFailedDown(database: Database, { identifier }: HistorySchema, migration: string): Promise<void> {
  await database.query(
    `INSERT INTO ${identifier}.migration_events (migration_name, event, detail) VALUES ($1, 'failed', '{"direction": "down"}')`,
    [migration],
  );
}
