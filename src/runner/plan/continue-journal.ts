import type { BegunStatement } from '../history/history-entry.js';
import type { PlannedStatement, Step } from './plan.js';
import type { StatementPlan } from './plan-statements.js';
import type { Refusal } from './refusal.js';

/** What the journal of an earlier attempt says, and whether it is still that of this text. */
export interface Journal {
  readonly migration: string;
  readonly path: string | undefined;
  /** What is said of the migration: `0002_index broke off`. */
  readonly words: string;
  readonly done: readonly number[];
  readonly begun: BegunStatement | undefined;
  /** The runner was cut off; the server refused nothing. */
  readonly interrupted: boolean;
  readonly changed: boolean;
}

export interface Continuation extends Pick<Step, 'statements' | 'resumedAfter' | 'begun'> {
  readonly refusals: readonly Refusal[];
}

/**
 * The statements that are left. After a cut it goes on by itself, as nothing was refused; after an error only where somebody
 * says that it may, with `resume`.
 */
export function continueJournal(
  journal: Journal,
  { statements }: StatementPlan,
  resume: boolean | undefined,
): Continuation {
  const done = new Set(journal.done);
  const left = statements.filter(({ index, sql }) => !done.has(index) || isSetting(sql));
  const { begun } = journal;
  const goesOn = done.size > 0 || begun !== undefined;
  const refusals = goesOn ? refuse(journal, statements, resume) : [];
  return { statements: left, resumedAfter: done.size, begun: goesOn ? begun : undefined, refusals };
}

/** Settings last no longer than the session, so that they are needed again. */
export const isSetting = (sql: string): boolean => /^(?:re)?set\b/i.test(sql);

function refuse(
  { migration, path, words, done, begun, interrupted, changed }: Journal,
  statements: readonly PlannedStatement[],
  resume: boolean | undefined,
): readonly Refusal[] {
  const state = `${words} after ${done.length} of ${statements.length} statements, which cannot be undone`;
  const halfway = (advice: string): readonly Refusal[] => [
    { kind: 'failed-halfway', migration, path, message: `${state}. ${advice}` },
  ];
  if (changed) return halfway('Its text was changed since; put back what was run to go on after it.');
  const unclear = statements.find(({ index, repetition }) => index === begun?.index && repetition === 'ask');
  if (unclear) return [{ kind: 'unclear-statement', migration, path, message: unclearMessage(words, unclear) }];
  if (resume ?? interrupted) return [];
  return halfway('Resume it, or undo them by hand and mark it as rolled back.');
}

const unclearMessage = (words: string, { index, line }: PlannedStatement): string =>
  `${words} in statement ${index + 1}, on line ${line}, which may be done, or done in part. Look, and tell repair whether it is done.`;
