import { readDetails } from '../../runner/history/read-details.js';
import { planRollback } from '../../runner/plan/plan-rollback.js';
import type { RefusalKind } from '../../runner/plan/refusal.js';
import { describeRun, type Run, withRun } from './open-run.js';
import { readRunHistory } from './run-history.js';
import type { RunOptions } from './run-options.js';

export interface Blocker {
  readonly kind: RefusalKind;
  readonly message: string;
  /** Other migrations that it is about. */
  readonly others?: readonly string[] | undefined;
}

export interface RollbackCandidate {
  readonly migration: string;
  readonly batch: number;
  /** ISO 8601, UTC. Absent where another tool applied it. */
  readonly appliedAt?: string | undefined;
  readonly canRollBack: boolean;
  /** Why not. */
  readonly blockedBy: readonly Blocker[];
}

export interface ListResult {
  /** The database, without secrets. */
  readonly database: string;
  /** What is applied, latest first: the order in which it would be rolled back. */
  readonly migrations: readonly RollbackCandidate[];
}

/** Which migrations can be rolled back, each alone, and what stands in the way of the others. Changes nothing. */
export const list = (options: RunOptions = {}): Promise<ListResult> => withRun(options, listOn);

/** The same on an open run. */
export async function listOn(run: Run): Promise<ListResult> {
  const { database, schema, project, parser } = run;
  const { history } = await readRunHistory(run);
  const details = await readDetails(database, schema);
  const applied = history
    .filter(({ status }) => status === 'applied')
    .toSorted((a, b) => b.batch - a.batch || b.order - a.order);
  return {
    database: describeRun(run),
    migrations: applied.map(({ name, batch }) => {
      const plan = planRollback(project.migrations, history, parser, { id: name });
      const blockedBy = plan.ok ? [] : plan.refusals.map(({ kind, message, others }) => ({ kind, message, others }));
      return { migration: name, batch, appliedAt: details.get(name)?.at, canRollBack: plan.ok, blockedBy };
    }),
  };
}
