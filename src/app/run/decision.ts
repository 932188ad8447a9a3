import type { Report } from '../../core/report.js';
import type { Plan, Step } from '../../runner/plan/plan.js';
import type { ForceOptions } from './act-options.js';
import type { ActRefusal, ExplainedStep } from './act-result.js';
import { type Check, hasErrors, refusingRules } from './check-steps.js';
import type { RunHistory } from './run-history.js';

/** What a use case wants to do, worked out from the history as it is now. */
export interface Decision extends Check {
  readonly refusals: readonly ActRefusal[];
  /** Findings at error level were overruled, for this reason. */
  readonly forced?: string | undefined;
}

/** @param pooled The connection is pooled by transaction. */
export type Decide = (history: RunHistory, pooled: boolean) => Promise<Decision>;

/**
 * A plan and what its check says. Force overrules findings about files, with which it is recorded; no refusal of the plan, and
 * no finding about the folder: a file that is left out for its version, say, would be left out in silence.
 */
export function toDecision(plan: Plan, { steps, report }: Check, { force }: ForceOptions = {}): Decision {
  const refusals = plan.ok ? [] : plan.refusals;
  if (report === undefined || !hasErrors(report)) return { steps, report, refusals };
  const onFolder = hasErrors({ ...report, files: [] }) ? [findingsOnFolder] : [];
  const onFiles = hasErrors({ ...report, project: [] }) && force === undefined ? [findings] : [];
  if (force === undefined || onFolder.length > 0)
    return { steps, report, refusals: [...refusals, ...onFiles, ...onFolder] };
  return { steps: steps.map((one) => withForce(one, report, force.reason)), report, refusals, forced: force.reason };
}

const findings: ActRefusal = {
  kind: 'findings',
  message: 'The check found what must not be applied.',
};

const findingsOnFolder: ActRefusal = {
  kind: 'findings-on-folder',
  message: 'The check found errors about the folder as a whole. --force does not overrule them.',
};

function withForce(explained: ExplainedStep, report: Report, reason: string): ExplainedStep {
  const { step } = explained;
  const overruled = refusingRules(report, step.migration);
  return overruled.length === 0 || step.direction === 'down'
    ? explained
    : { ...explained, step: { ...step, record: { ...step.record, forced: { reason, rules: overruled } } } };
}

/** There are steps that were not there before. */
export function hasMore(after: Decision, before: Decision): boolean {
  const known = new Set(before.steps.map(({ step }) => keyOf(step)));
  return after.steps.some(({ step }) => !known.has(keyOf(step)));
}

const keyOf = ({ migration, direction, mode }: Step): string => `${direction} ${mode} ${migration}`;
