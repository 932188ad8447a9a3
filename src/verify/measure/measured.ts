import type { LockMode } from '../../core/lock-mode.js';
import type { QualifiedName } from '../../core/name.js';
import type { Span } from '../../core/span.js';
import type { FillResult } from '../rows/fill-tables.js';
import type { Agreement } from './agreement.js';

/** What one statement did on a server, to relations that other sessions can see. */
export interface MeasuredStatement {
  /** Index in the section. */
  readonly statement: number;
  readonly span: Span;
  /** Milliseconds. */
  readonly duration: number;
  /** The strongest lock on each relation that an earlier statement of the file did not take already. */
  readonly locks: readonly { readonly relation: QualifiedName; readonly mode: LockMode }[];
  readonly rewrites: readonly QualifiedName[];
  /** Tables with an index that was built. */
  readonly indexBuilds: readonly QualifiedName[];
  /** Held against the effects that were foreseen. */
  readonly agreements: readonly Agreement[];
}

export interface UnmeasuredStatement {
  readonly statement: number;
  readonly span: Span;
  /** For people, a sentence without its full stop. */
  readonly reason: string;
}

export interface MeasuredSection {
  readonly measured: readonly MeasuredStatement[];
  /** Statements that were not run as they stand, or failed. Those that only begin and end transactions are not among them. */
  readonly unmeasured: readonly UnmeasuredStatement[];
  /** The rows that the tables held; absent: none were written. */
  readonly rows?: FillResult | undefined;
}
