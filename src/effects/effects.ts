import type { Answer } from '../core/answer.js';
import type { LockMode } from '../core/lock-mode.js';
import type { QualifiedName } from '../core/name.js';
import type { ServerVersion } from '../core/server.js';

export type LockTarget = 'table' | 'index' | 'view' | 'materializedView' | 'sequence' | 'compositeType';

/** A lock that an operation takes and holds to the end of its transaction. */
export interface LockEffect {
  readonly relation: QualifiedName;
  readonly target: LockTarget;
  readonly mode: LockMode;
  /** Other sessions can see the relation: it was there before this unit. Where `no`, nobody waits for the lock. */
  readonly visible: Answer;
  /** `false`: it depends on what the history does not show (the old type of a column that nobody knows, …). */
  readonly certain: boolean;
}

export interface RelationEffect {
  readonly relation: QualifiedName;
  /** Other sessions can see the relation: it was there before this unit. */
  readonly visible: Answer;
  readonly certain: boolean;
  /** Plain English, for messages: `the default is volatile`. */
  readonly because: string;
}

/** An error that the server will raise, whatever rows there are. */
export interface CertainError {
  readonly sqlstate: string;
  /** The server's words as near as they can be known. */
  readonly message: string;
  /** The target server is older than what the operation asks for. */
  readonly needs?: { readonly feature: string; readonly version: ServerVersion } | undefined;
}

/** What one operation does to a running server. Locks on relations made by the same unit are listed as well. */
export interface Effects {
  readonly locks: readonly LockEffect[];
  /** Tables whose rows are all written anew; their indexes are built anew with them. */
  readonly rewrites: readonly RelationEffect[];
  /** Tables read from end to end while the locks are held. */
  readonly scans: readonly RelationEffect[];
  /** Tables on which at least one index is built. */
  readonly indexBuilds: readonly RelationEffect[];
  /** Existing rows are checked against the referenced table. */
  readonly validatesForeignKey: boolean;
  /** SET NOT NULL needs no scan, a valid constraint proves it. */
  readonly notNullProved: boolean;
  readonly errors: readonly CertainError[];
}

export const noEffects: Effects = {
  locks: [],
  rewrites: [],
  scans: [],
  indexBuilds: [],
  validatesForeignKey: false,
  notNullProved: false,
  errors: [],
};
