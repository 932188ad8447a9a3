import { summarize } from '../../core/report.js';
import { installedVersion, installHistory } from '../../runner/history/install/install-history.js';
import type { MigrationLock } from '../../runner/lock.js';
import { refreshTypes } from '../types/refresh-types.js';
import type { ActOptions } from './act-options.js';
import type { ActOutcome, ActResult } from './act-result.js';
import { adoptForeign } from './adopt-foreign.js';
import { runAfter } from './after-run.js';
import { ask } from './ask.js';
import { backUp } from './back-up.js';
import { type Decide, type Decision, hasMore } from './decision.js';
import { executeSteps } from './execute-steps.js';
import { holdLock, letGo } from './hold-lock.js';
import { describeRun, type Run } from './open-run.js';
import { readRunHistory } from './run-history.js';

type Draft = Partial<Omit<ActResult, 'timing'>> & {
  readonly outcome: ActOutcome;
  readonly decision: Decision;
  /** Milliseconds. */
  readonly executing?: number;
};
type Finish = (draft: Draft) => ActResult;

/**
 * Changes a database by a plan: decides without a lock, asks, locks, decides again by what is there now, backs up, executes.
 * @throws PgairlockError where the history, the lock or the backup cannot be had; then nothing was changed
 */
export async function act(run: Run, options: ActOptions, decide: Decide): Promise<ActResult> {
  const { finish, timed } = await createFinish(run, options);
  const decideTimed = timed(decide);
  const decision = await decideTimed(await readRunHistory(run), false);
  const settled = settle(decision, options);
  if (settled !== undefined) return finish({ decision, ...settled });
  const unconfirmed = await ask(run, decision, options);
  if (unconfirmed) return finish({ outcome: 'refused', decision, refusals: [unconfirmed] });
  const held = await holdLock(run, options.wait);
  if (!held.acquired) return finish({ outcome: 'refused', decision, refusals: [held.refusal] });
  return holding(held.lock, () => actUnderLock(run, options, decideTimed, decision, held.lock, finish));
}

async function actUnderLock(
  run: Run,
  options: ActOptions,
  decide: Decide,
  before: Decision,
  lock: MigrationLock,
  finish: Finish,
): Promise<ActResult> {
  const { database, schema, clock } = run;
  await installHistory(database, schema);
  const history = await readRunHistory(run);
  const decision = await decide(history, lock.pooling === 'transaction');
  const settled = settle(decision, options);
  if (settled !== undefined) return finish({ decision, ...settled });
  if (hasMore(decision, before)) return finish({ outcome: 'refused', decision, refusals: [historyChanged] });
  tellCheck(run, decision);
  const backup = await backUp(run, options);
  await adoptForeign(run, history);
  const started = clock.now();
  const steps = decision.steps.map(({ step }) => step);
  const results = await executeSteps(run, steps, history, lock, options);
  const executing = clock.now() - started;
  const outcome = results.every((result) => result.outcome === 'done') ? 'done' : 'failed';
  const changed = results.some((result) => result.outcome === 'done');
  const warnings = changed ? await runAfter(run, options.afterRun ?? refreshTypes) : [];
  return finish({ outcome, decision, results, backup, warnings, executing });
}

function tellCheck({ emit }: Run, { report, forced }: Decision): void {
  if (report !== undefined) emit({ kind: 'checked', summary: summarize(report), forced });
}

const historyChanged = {
  kind: 'history-changed',
  message: 'The history changed while this began: another plan would be run than the one that was shown. Run it again.',
} as const;

/** Nothing is left to be done, or nothing may be. */
function settle({ steps, refusals }: Decision, { dryRun = false }: ActOptions): Pick<ActResult, 'outcome'> | undefined {
  if (refusals.length > 0) return { outcome: 'refused' };
  if (steps.length === 0) return { outcome: 'nothing-to-do' };
  return dryRun ? { outcome: 'planned' } : undefined;
}

async function holding(lock: MigrationLock, work: () => Promise<ActResult>): Promise<ActResult> {
  let lost: string | undefined;
  const result = await work().finally(async () => {
    lost = await letGo(lock);
  });
  return lost === undefined ? result : { ...result, warnings: [...result.warnings, lost] };
}

interface Finishing {
  readonly finish: Finish;
  /** Adds the time of each decision to that of checking. */
  timed(decide: Decide): Decide;
}

async function createFinish(run: Run, { dryRun = false }: ActOptions): Promise<Finishing> {
  const { database, schema, clock } = run;
  const began = clock.now();
  const installed = (await installedVersion(database, schema)) > 0;
  let checking = 0;
  const timed =
    (decide: Decide): Decide =>
    async (history, pooled) => {
      const started = clock.now();
      const decision = await decide(history, pooled);
      checking += clock.now() - started;
      return decision;
    };
  const finish: Finish = ({ decision, executing = 0, ...draft }) => ({
    database: describeRun(run),
    serverVersion: database.serverVersion,
    folder: run.folder,
    history: { schema: schema.name, installed },
    dryRun,
    steps: decision.steps,
    results: [],
    refusals: decision.refusals,
    report: decision.report,
    forced: decision.forced,
    warnings: [],
    ...draft,
    timing: {
      checking,
      backup: draft.backup?.made ? draft.backup.durationMs : 0,
      executing,
      total: clock.now() - began,
    },
  });
  return { finish, timed };
}
