import type { Place } from '../../core/line-map.js';

export type RefusalKind =
  | 'unknown-migration'
  | 'edited'
  | 'missing-dependency'
  | 'out-of-order'
  | 'missing-file'
  | 'failed-halfway'
  | 'unclear-statement'
  | 'needs-session'
  | 'not-applied'
  | 'already-applied'
  | 'dependents'
  | 'no-down'
  | 'syntax-error'
  | 'psql-command'
  | 'transaction-control'
  | 'cannot-run-in-transaction';

/** Why the plan is not run. */
export interface Refusal {
  readonly kind: RefusalKind;
  /** The id that it is about. */
  readonly migration: string;
  /** A sentence or two: what is wrong, and what to do. */
  readonly message: string;
  readonly path?: string | undefined;
  readonly place?: Place | undefined;
  /** Other ids that it is about. */
  readonly others?: readonly string[] | undefined;
}
