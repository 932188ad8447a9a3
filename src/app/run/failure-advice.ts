import { listText } from '../../core/list-text.js';
import { lostConnection } from '../../runner/execute/failure.js';
import type { StepFailure, StepResult } from '../../runner/execute/result.js';
import type { Step } from '../../runner/plan/plan.js';
import type { ActResult } from './act-result.js';

/** For people, a sentence an entry. */
export interface FailureAdvice {
  /** What the database is like now. */
  readonly state: readonly string[];
  /** What to do about it. */
  readonly next: readonly string[];
}

type Broken = Extract<StepResult, { readonly outcome: 'failed' | 'unknown' }>;

/** The step that stopped the run; absent where none did. */
export const brokenStep = (results: readonly StepResult[]): Broken | undefined =>
  results.find((result): result is Broken => result.outcome === 'failed' || result.outcome === 'unknown');

/** What is done and what is not after a step failed, and the way out. */
export function failureAdvice({ steps, results }: ActResult): FailureAdvice | undefined {
  const broken = brokenStep(results);
  const found = steps.find(({ step }) => broken?.migration === step.migration && broken.direction === step.direction);
  if (broken === undefined || found === undefined) return undefined;
  const state = [stateOf(broken, found.step), ...othersOf(results)];
  if (broken.outcome === 'failed' && !broken.recorded) state.push('The history does not know of the failure.');
  return { state, next: nextOf(broken, found.step) };
}

function stateOf(broken: Broken, step: Step): string {
  const { migration } = step;
  if (broken.outcome === 'unknown')
    return `The connection broke while ${migration} was committed: it is done wholly, or not at all.`;
  if (broken.mode === 'atomic')
    return step.direction === 'up'
      ? `Nothing of ${migration} is left: it ran in one transaction, which was rolled back.`
      : `${migration} is still applied: its down ran in one transaction, which was rolled back.`;
  return journalledState(broken.failure, step);
}

function journalledState({ statementIndex }: StepFailure, { migration, direction, statements }: Step): string {
  const of = direction === 'up' ? migration : `the down of ${migration}`;
  if (statementIndex === undefined) return `All statements of ${of} are done, and could not be recorded as a whole.`;
  if (statementIndex === 0) return `Nothing of ${of} is done: its first statement failed.`;
  const total = Math.max(statementIndex + 1, ...statements.map(({ index }) => index + 1));
  const done = statementIndex === 1 ? 'Statement 1' : `Statements 1 to ${statementIndex}`;
  return `${done} of ${total} of ${of} ${statementIndex === 1 ? 'is' : 'are'} done and cannot be undone with it; statement ${statementIndex + 1} failed.`;
}

function othersOf(results: readonly StepResult[]): readonly string[] {
  const named = (outcome: StepResult['outcome']): readonly StepResult[] =>
    results.filter((result) => result.outcome === outcome);
  const line = (some: readonly StepResult[], words: string): readonly string[] =>
    some.length === 0
      ? []
      : [`${listText(some.map(({ migration }) => migration))} ${some.length === 1 ? 'was' : 'were'} ${words}.`];
  const done = named('done');
  return [
    ...line(
      done.filter(({ direction }) => direction === 'up'),
      'applied before it, and stays so',
    ).map((text) => (done.length === 1 ? text : text.replace('stays', 'stay'))),
    ...line(
      done.filter(({ direction }) => direction === 'down'),
      'rolled back before it',
    ),
    ...line(named('skipped'), 'not begun'),
  ];
}

function nextOf(broken: Broken, step: Step): readonly string[] {
  const { migration, direction } = step;
  const again = direction === 'up' ? 'pgairlock up' : `pgairlock rollback ${migration}`;
  if (broken.outcome === 'unknown') return ['`pgairlock status` says what the history knows of it.'];
  const { failure } = broken;
  if (failure.sqlstate === '55P03') return waitForLock(failure, again);
  if (lostConnection(failure))
    return [`Once the server answers again, run \`${again}\` again: it goes on where it was.`];
  if (failure.sqlstate === '57014' && broken.mode === 'atomic') return canceled(again);
  const half = broken.mode === 'journalled' && (failure.statementIndex ?? 1) > 0;
  if (!half)
    return direction === 'up'
      ? [`Correct the file, and run \`${again}\` again.`]
      : [`Correct the down, and run \`${again}\` again.`];
  return [
    `Once what stopped it is gone, \`${again} --resume\` goes on with the statement that failed. The text of the file must be what was run.`,
    ...(direction === 'up'
      ? [
          `To change the file instead, undo by hand what is done of it, and then record that: \`pgairlock repair --rolled-back ${migration} --reason "…"\`.`,
        ]
      : []),
  ];
}

/** By a person or by `statement_timeout`; the server tells them apart only in its own language. */
const canceled = (again: string): readonly string[] => [
  `Run \`${again}\` again; where statement_timeout canceled it, with a longer --statement-timeout.`,
];

function waitForLock({ blockers = [] }: StepFailure, again: string): readonly string[] {
  const [first] = blockers;
  if (first === undefined)
    return [`Run \`${again}\` again when there is less going on, or with a longer --lock-timeout.`];
  return [
    `Run \`${again}\` again when process ${first.pid} is done. To end it: SELECT pg_terminate_backend(${first.pid});`,
  ];
}
