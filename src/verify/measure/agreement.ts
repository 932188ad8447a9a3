import type { LockMode } from '../../core/lock-mode.js';
import type { QualifiedName } from '../../core/name.js';

/**
 * What effects say of one statement and one relation, held against what a server did:
 * - `agrees`
 * - `claimed-more`: what is claimed did not happen, or no more than a weaker lock.
 * - `missed`: what happened is not claimed, or no more than a weaker lock.
 */
export type Verdict = 'agrees' | 'claimed-more' | 'missed';

export interface Agreement {
  readonly fact: 'lock' | 'rewrite' | 'index-build';
  readonly relation: QualifiedName;
  /** As `pg_class.relkind`. */
  readonly kind: string;
  readonly verdict: Verdict;
  /** Of a lock; absent: none. */
  readonly claimed?: LockMode | undefined;
  readonly measured?: LockMode | undefined;
}
