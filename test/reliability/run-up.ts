import { setTimeout as sleep } from 'node:timers/promises';
import type { Migration } from '../../src/core/migration.js';
import type { ServerTarget } from '../../src/database/connection-target.js';
import { openDatabase } from '../../src/database/open-database.js';
import type { Clock } from '../../src/runner/clock.js';
import type { ExecuteOptions } from '../../src/runner/execute/execute-options.js';
import { executePlan } from '../../src/runner/execute/execute-plan.js';
import type { StepResult } from '../../src/runner/execute/result.js';
import { installHistory } from '../../src/runner/history/install/install-history.js';
import { readHistory } from '../../src/runner/history/read-history.js';
import { historySchema } from '../../src/runner/history/schema-name.js';
import { acquireLock, describeHolder } from '../../src/runner/lock.js';
import type { Plan } from '../../src/runner/plan/plan.js';
import { planUp, type UpOptions } from '../../src/runner/plan/plan-up.js';
import { parser } from '../runner/migrations.js';

export const schema = historySchema();

export const clock: Clock = {
  now: () => performance.now(),
  sleep: async (duration) => {
    await sleep(duration);
  },
};

export interface UpRun extends Partial<Pick<ExecuteOptions, 'lockTimeout' | 'attempts' | 'backoff' | 'watch'>> {
  readonly options?: UpOptions;
  /** Milliseconds for another runner. */
  readonly wait?: number;
  readonly leaseDuration?: number;
}

export type UpOutcome =
  | { readonly busy: string }
  | { readonly refused: readonly string[] }
  | { readonly results: readonly StepResult[] };

/** What a program does that applies migrations: lock, history, plan, steps. */
export async function runUp(
  target: ServerTarget,
  migrations: readonly Migration[],
  { options = {}, wait = 10_000, leaseDuration, ...execute }: UpRun = {},
): Promise<UpOutcome> {
  const connect = () => openDatabase(target);
  const database = await connect();
  try {
    const outcome = await acquireLock(database, schema, { wait, interval: 20, clock, connect, leaseDuration });
    if (!outcome.acquired) return { busy: outcome.holder ? describeHolder(outcome.holder) : 'somebody' };
    const { lock } = outcome;
    try {
      await installHistory(database, schema);
      const history = await readHistory(database, schema);
      const plan: Plan = planUp(migrations, history, parser, { ...options, pooled: lock.pooling === 'transaction' });
      if (!plan.ok) return { refused: plan.refusals.map(({ message }) => message) };
      const common = { schema, clock, lock, reconnect: connect, backoff: 50 };
      return { results: await executePlan(database, plan.steps, { ...common, ...execute }) };
    } finally {
      await lock.release();
    }
  } finally {
    await database.close().catch(() => {});
  }
}

/** `0001_books done`. */
export function summary(outcome: UpOutcome): readonly string[] {
  if ('busy' in outcome) return [`busy: ${outcome.busy}`];
  if ('refused' in outcome) return outcome.refused;
  return outcome.results.map(({ migration, outcome: end }) => `${migration} ${end}`);
}
