import type { Migration } from '../../../src/core/migration.js';
import type { Database, Row } from '../../../src/database/database.js';
import type { Clock } from '../../../src/runner/clock.js';
import type { ExecuteOptions } from '../../../src/runner/execute/execute-options.js';
import { executePlan } from '../../../src/runner/execute/execute-plan.js';
import type { StepResult } from '../../../src/runner/execute/result.js';
import { installHistory } from '../../../src/runner/history/install/install-history.js';
import { readHistory } from '../../../src/runner/history/read-history.js';
import { historySchema } from '../../../src/runner/history/schema-name.js';
import type { Plan } from '../../../src/runner/plan/plan.js';
import { planRollback, type RollbackOptions } from '../../../src/runner/plan/plan-rollback.js';
import { planUp, type UpOptions } from '../../../src/runner/plan/plan-up.js';
import { parser } from '../migrations.js';

export const schema = historySchema();

/** A clock that moves only by sleeping. `onSleep` may do meanwhile what others would. */
export function fakeClock(
  onSleep: () => Promise<void> = async () => {},
): Clock & { readonly slept: readonly number[] } {
  const slept: number[] = [];
  return {
    slept,
    now: () => slept.reduce((sum, one) => sum + one, 0),
    sleep: async (duration) => {
      slept.push(duration);
      await onSleep();
    },
  };
}

type Options = Partial<ExecuteOptions>;

async function execute(database: Database, plan: Plan, options: Options): Promise<readonly StepResult[]> {
  if (!plan.ok) throw new Error(plan.refusals.map(({ message }) => message).join(' '));
  return executePlan(database, plan.steps, { schema, clock: fakeClock(), ...options });
}

export async function up(
  database: Database,
  migrations: readonly Migration[],
  options: Options & UpOptions = {},
): Promise<readonly StepResult[]> {
  await installHistory(database, schema);
  return execute(database, planUp(migrations, await readHistory(database, schema), parser, options), options);
}

export async function rollback(
  database: Database,
  migrations: readonly Migration[],
  selection: RollbackOptions = {},
  options: Options = {},
): Promise<readonly StepResult[]> {
  return execute(database, planRollback(migrations, await readHistory(database, schema), parser, selection), options);
}

export const outcomes = (results: readonly StepResult[]): readonly string[] =>
  results.map(({ migration, outcome }) => `${migration} ${outcome}`);

export const history = async (database: Database): Promise<readonly string[]> =>
  (await readHistory(database, schema)).map(({ name, status }) => `${name} ${status}`);

export const relation = async (database: Database, name: string): Promise<string | null | undefined> =>
  (await database.query('SELECT to_regclass($1) AS name', [name]))[0]?.name;

export const errors = (database: Database): Promise<readonly Row[]> =>
  database.query(
    'SELECT migration_name, direction, sqlstate, statement_index FROM _migrations.migration_errors ORDER BY id',
  );
