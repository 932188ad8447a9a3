import type { LockMode } from '../core/lock-mode.js';
import type { TransactionModel } from '../core/migration.js';
import type { QualifiedName } from '../core/name.js';
import type { LockTarget } from './effects.js';

/** Who opened the transaction that a statement runs in. */
export type TransactionOwner = 'runner' | 'file' | 'none';

/** The session as it is just before an operation. */
export interface Session {
  readonly model: TransactionModel;
  /** `none`: each statement is its own transaction. */
  readonly transaction: TransactionOwner;
  /** Number of statements already run in the current transaction (or pipeline). */
  readonly statementsInTransaction: number;
  /** The strongest mode held on each relation by this transaction, keyed by `schema.name`. */
  readonly held: ReadonlyMap<
    string,
    {
      readonly relation: QualifiedName;
      readonly target: LockTarget;
      readonly mode: LockMode;
      readonly statement: number;
    }
  >;
  /** Current values, lower-case names: `lock_timeout`, `statement_timeout`, `timezone`, `role`, … */
  readonly settings: ReadonlyMap<string, string>;
  /** Enum values added in this transaction: `schema.type` to values. */
  readonly newEnumValues: ReadonlyMap<string, ReadonlySet<string>>;
  /** Tables with deferred constraint events waiting for COMMIT, keyed by `schema.name`. */
  readonly pendingEvents: ReadonlySet<string>;
  /** Constraints added NOT VALID in this transaction: `schema.table.constraint`. */
  readonly newNotValid: ReadonlySet<string>;
}
