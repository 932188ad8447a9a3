import type { Migration } from '../../core/migration.js';
import type { Database } from '../../database/database.js';
import type { Parser } from '../../sql/parser.js';
import { recordOnlyStep } from '../adopt/record-only-step.js';
import { readHistory } from '../history/read-history.js';
import type { HistorySchema } from '../history/schema-name.js';
import { inTransaction } from '../in-transaction.js';
import type { Interop } from '../interop/interop.js';
import type { MigrationLock } from '../lock/migration-lock.js';
import { applyAction, recordRepair } from './apply-action.js';
import type { Condition } from './find-damage.js';
import { readInvalidIndexes } from './invalid-indexes.js';
import { planRepair, type RepairPlan } from './plan-repair.js';
import type { RepairAction } from './repair-action.js';

export interface RepairOptions {
  /** All of the folder. */
  readonly migrations: readonly Migration[];
  readonly actions: readonly RepairAction[];
  /** Why; it is recorded with each of them in `migration_events`. */
  readonly reason: string;
  /** Against other runners. */
  readonly lock: Pick<MigrationLock, 'guard'>;
  /** Another tool whose records are kept with ours. */
  readonly interop?: { readonly interop: Interop; readonly parser: Parser } | undefined;
}

/** What `findDamage` and `planRepair` need to know. Changes nothing, installs nothing. */
export const readCondition = async (
  database: Database,
  schema: HistorySchema,
  migrations: readonly Migration[],
): Promise<Condition> => ({
  migrations,
  history: await readHistory(database, schema),
  invalidIndexes: await readInvalidIndexes(database),
});

/**
 * Sets the history right as somebody decided, all of it or nothing, and then drops the invalid indexes, one by one. Nothing is
 * done where one of the actions is refused. The history must be installed, and the caller hold the lock.
 */
export async function repair(
  database: Database,
  schema: HistorySchema,
  { migrations, actions, reason, lock, interop }: RepairOptions,
): Promise<RepairPlan> {
  const condition = await readCondition(database, schema, migrations);
  const plan = planRepair(actions, condition);
  if (!plan.ok) return plan;
  await inTransaction(database, async () => {
    await lock.guard();
    for (const action of actions) {
      await applyAction(database, schema, { action, condition, reason });
      if (interop !== undefined) await tellOther(database, action, migrations, interop);
    }
  });
  for (const action of actions) {
    if (action.kind !== 'drop-index') continue;
    await database.execute(`DROP INDEX CONCURRENTLY IF EXISTS ${action.index}`);
    await inTransaction(database, async () => {
      await lock.guard();
      await recordRepair(database, schema, { migration: '(database)', action, reason, closes: false });
    });
  }
  return plan;
}

/** What is applied now, or not any more, is so for both tools. */
async function tellOther(
  database: Database,
  action: RepairAction,
  migrations: readonly Migration[],
  { interop, parser }: NonNullable<RepairOptions['interop']>,
): Promise<void> {
  if (action.kind !== 'mark-applied' && action.kind !== 'mark-rolled-back') return;
  const migration = migrations.find(({ id }) => id === action.migration);
  if (migration === undefined) return;
  const step = recordOnlyStep(migration, { migrations, parser, batch: 1 });
  await interop.record(database, action.kind === 'mark-applied' ? step : { ...step, direction: 'down' });
}
