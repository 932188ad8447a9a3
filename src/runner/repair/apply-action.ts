import type { Database } from '../../database/database.js';
import type { HistoryEntry } from '../history/history-entry.js';
import type { HistorySchema } from '../history/schema-name.js';
import type { Condition } from './find-damage.js';
import type { RepairAction } from './repair-action.js';

export interface Decision {
  readonly action: RepairAction;
  /** Before it. */
  readonly condition: Condition;
  readonly reason: string;
}

/** Changes one row of the history, with its event. Dropping an index is no matter of the history. */
export async function applyAction(database: Database, schema: HistorySchema, decision: Decision): Promise<void> {
  const { action, condition, reason } = decision;
  if (action.kind === 'drop-index') return;
  const { migration } = action;
  const before = condition.history.find(({ name }) => name === migration);
  const closes = action.kind !== 'accept-checksum' && action.kind !== 'mark-statement';
  await recordRepair(database, schema, { migration, action, reason, closes, before });
  if (action.kind === 'mark-statement') return action.done ? recordDone(database, schema, before) : undefined;
  const file = condition.migrations.find(({ id }) => id === migration);
  await database.query(changes[action.kind](`${schema.identifier}.migration_history`), [
    migration,
    ...(action.kind === 'remove' ? [] : [action.kind === 'accept-checksum' ? (file?.checksum ?? null) : reason]),
  ]);
}

const changes: Readonly<
  Record<Exclude<RepairAction['kind'], 'mark-statement' | 'drop-index'>, (table: string) => string>
> = {
  'mark-applied': (table) =>
    `UPDATE ${table} SET status = 'applied', reason = $2, applied_at = pg_catalog.clock_timestamp(),
       applied_by = session_user WHERE migration_name = $1`,
  'mark-rolled-back': (table) =>
    `UPDATE ${table} SET status = 'rolled_back', reason = $2, rollback_at = pg_catalog.clock_timestamp(),
       rollback_by = session_user WHERE migration_name = $1`,
  'accept-checksum': (table) => `UPDATE ${table} SET checksum = $2 WHERE migration_name = $1`,
  remove: (table) => `DELETE FROM ${table} WHERE migration_name = $1`,
};

interface Repaired {
  readonly migration: string;
  readonly action: RepairAction;
  readonly reason: string;
  /** The journal before it counts no more. */
  readonly closes: boolean;
  readonly before?: HistoryEntry | undefined;
}

export async function recordRepair(
  database: Database,
  { identifier }: HistorySchema,
  { migration, action, reason, closes, before }: Repaired,
): Promise<void> {
  const detail = {
    reason,
    action,
    closes,
    before: before && { status: before.status, checksum: before.checksum, reason: before.reason },
  };
  await database.query(
    `INSERT INTO ${identifier}.migration_events (migration_name, event, batch, detail)
     VALUES ($1, 'repaired', $2::int, $3::jsonb)`,
    [migration, before === undefined ? null : String(before.batch), JSON.stringify(detail)],
  );
}

/** A line of the journal, as the runner would have written it. */
async function recordDone(
  database: Database,
  { identifier }: HistorySchema,
  entry: HistoryEntry | undefined,
): Promise<void> {
  if (entry?.begun === undefined) return;
  const detail = { direction: entry.status === 'failed' ? 'up' : 'down' };
  await database.query(
    `INSERT INTO ${identifier}.migration_events (migration_name, event, statement_index, statement, detail)
     VALUES ($1, 'statement', $2::int, $3, $4::jsonb)`,
    [entry.name, String(entry.begun.index), entry.begun.sql, JSON.stringify(detail)],
  );
}
