import type { Direction } from '../../core/migration.js';
import type { Blocker } from './lock-watch.js';

/** The server's answer to the statement that failed, with the statement. */
export interface StepFailure {
  readonly sqlstate: string;
  readonly message: string;
  readonly detail?: string | undefined;
  readonly hint?: string | undefined;
  readonly context?: string | undefined;
  /** Index of the statement in its file, and its text; absent where COMMIT failed. */
  readonly statementIndex?: number | undefined;
  readonly statement?: string | undefined;
  /** Line of the file on which the statement begins. */
  readonly line?: number | undefined;
  /** Of the mistake, from 1, in characters (not UTF-16 units) of the statement. */
  readonly position?: number | undefined;
  /** Who held the lock that did not come, as far as a second session could see it. */
  readonly blockers?: readonly Blocker[] | undefined;
}

interface AnyResult {
  readonly migration: string;
  readonly direction: Direction;
  /** How often it was begun. */
  readonly attempts: number;
  readonly durationMs: number;
}

/**
 * - `done`: it is done and recorded.
 * - `failed`: nothing of it is left (`atomic`), or the statements before the failed one (`journalled`).
 * - `unknown`: the connection broke at COMMIT, and nobody could ask the history what became of it.
 * - `skipped`: a step before it failed.
 */
export type StepResult =
  | (AnyResult & { readonly outcome: 'done' })
  | (AnyResult & {
      readonly outcome: 'failed';
      readonly mode: 'atomic' | 'journalled';
      readonly failure: StepFailure;
      /** The history knows of the failure; not where the connection broke. */
      readonly recorded: boolean;
    })
  | (AnyResult & { readonly outcome: 'unknown'; readonly failure: StepFailure })
  | (AnyResult & { readonly outcome: 'skipped' });
