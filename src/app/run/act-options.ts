import type { AfterRun } from './after-run.js';
import type { RunOptions } from './run-options.js';

/** What is about to happen, for the person who is asked. */
export interface Question {
  /** The database, without secrets. */
  readonly database: string;
  /** Why somebody is asked: `migrations are rolled back`, `the host looks like production (…)`. */
  readonly because: readonly string[];
  /** One line for each step: `roll back 0002_loans`. */
  readonly steps: readonly string[];
}

/** `cannot-ask`: there is nobody at a terminal. */
export type Answer = 'yes' | 'no' | 'cannot-ask';

/** Does work with a signal that stops it. */
export type Stoppable = <T>(work: (signal: AbortSignal) => Promise<T>) => Promise<T>;

/** What every use case takes that changes a database. */
export interface ActOptions extends RunOptions {
  /** Works everything out and changes nothing: no lock, no history schema, no backup. */
  readonly dryRun?: boolean | undefined;
  /** Makes no backup. */
  readonly skipBackup?: boolean | undefined;
  /** Milliseconds that a statement waits for a lock. Default: the config's, then 2000. */
  readonly lockTimeout?: number | undefined;
  /** Milliseconds that a statement may take. Default: the config's, then the server's. */
  readonly statementTimeout?: number | undefined;
  /** Milliseconds to wait for another runner. Default: the config's, then 10000. */
  readonly wait?: number | undefined;
  /** Goes on where an earlier attempt broke off half-way. */
  readonly resume?: boolean | undefined;
  /** Asked before anything is rolled back, and before a production database is changed. Absent: nobody is asked. */
  readonly confirm?: ((question: Question) => Promise<Answer>) | undefined;
  /** Runs the backup so that it can be stopped, with nothing of it left. Absent: it runs to its end. */
  readonly stoppable?: Stoppable | undefined;
  /** Called after the database was changed. Default: writes the types that the config names. */
  readonly afterRun?: AfterRun | undefined;
}

/** What applies files takes too. */
export interface ForceOptions {
  /** Applies files in spite of findings at error level, for this reason, which is recorded. */
  readonly force?: { readonly reason: string } | undefined;
}
