import { PgairlockError } from '../../core/error.js';
import { type Adoption, adopt } from '../../runner/adopt/adopt.js';
import { planAdoption } from '../../runner/adopt/plan-adoption.js';
import { type AdoptionResult, toLine } from './adoption-result.js';
import { findMigration } from './find-migration.js';
import { describeRun, type Run, withRun } from './open-run.js';
import { readRunHistory } from './run-history.js';
import type { RunOptions } from './run-options.js';
import { withHistory } from './with-history.js';

export interface RegisterOptions extends RunOptions {
  /** An id, version or name. */
  readonly migration: string;
  /** Why it counts as applied though it is not run; kept in the history. */
  readonly reason: string;
  readonly notes?: string | undefined;
  readonly dryRun?: boolean | undefined;
}

/**
 * Records one migration as applied without running it.
 * @throws PgairlockError `usage` without a reason, or for a migration that there is not
 */
export const register = async (options: RegisterOptions): Promise<AdoptionResult> =>
  withRun(options, (run) => registerOn(run, options));

/** The same on an open run. */
export async function registerOn(run: Run, options: Omit<RegisterOptions, keyof RunOptions>): Promise<AdoptionResult> {
  const { dryRun = false, notes } = options;
  const reason = options.reason.trim();
  if (reason === '') throw new PgairlockError('usage', 'Say why, with --reason: it is kept in the history.');
  const { database, schema, project, parser } = run;
  const { migrations } = project;
  const adoption: Adoption = { migration: findMigration(options.migration, migrations), reason, notes };
  const work = async (): Promise<AdoptionResult> => {
    const { history, interop } = await readRunHistory(run);
    const plan = planAdoption([adoption], history, migrations);
    if (plan.ok && !dryRun) await adopt(database, plan.adoptions, { schema, migrations, parser, interop });
    return {
      database: describeRun(run),
      dryRun,
      adopted: plan.ok ? plan.adoptions.map(toLine) : [],
      refusals: plan.ok ? [] : plan.refusals,
      warnings: [],
    };
  };
  return dryRun ? work() : withHistory(run, work);
}
