import type { Section } from '../../core/migration.js';
import type { RunOrder } from '../../sql/run-order.js';
import type { SchemaDifference } from '../compare/schema-difference.js';
import type { Loss } from '../rows/compare-contents.js';
import type { FillResult } from '../rows/fill-tables.js';

export type ProvableSection = Pick<Section, 'text' | 'transaction'> & RunOrder;

export interface ProvableMigration {
  readonly id: string;
  readonly up: ProvableSection;
  /** Written by hand or generated. Absent: there is nothing to prove, the up is only applied. */
  readonly down?: ProvableSection | undefined;
}

/** What the server answered, or what is wrong with the text before it is sent. */
export interface SectionFailure {
  readonly message: string;
  /** Absent: the text does not parse. */
  readonly sqlstate?: string | undefined;
  /** Of the statement, in its section's text. Counts from 1. */
  readonly line: number;
}

/**
 * - `restores`: after up and down the schema is what it was, and the up can be applied again.
 * - `does-not-restore`: `differences` says in what the schema is other than before.
 * - `down-fails`, `up-again-fails`: `failure` says why. `up-again-differs`: applied again, the up makes another schema.
 * - `up-fails`: nothing could be proved. `no-down`: there was nothing to prove.
 */
export type ProofOutcome =
  | 'restores'
  | 'does-not-restore'
  | 'down-fails'
  | 'up-again-fails'
  | 'up-again-differs'
  | 'up-fails'
  | 'no-down';

export interface DownProof {
  readonly migration: string;
  readonly outcome: ProofOutcome;
  /** Empty unless the outcome is `does-not-restore` or `up-again-differs`. */
  readonly differences: readonly SchemaDifference[];
  /** What rows lost on the way up and down; empty is lossless, where `rows` were there. */
  readonly losses: readonly Loss[];
  /** With `does-not-restore`: why the up could not be applied again. */
  readonly failure?: SectionFailure | undefined;
  /** Absent: no rows were written. */
  readonly rows?: FillResult | undefined;
  /** Why it was proved without rows: with them, the named direction failed, and without them it did not. */
  readonly rowsRefused?: { readonly direction: 'up' | 'down'; readonly failure: SectionFailure } | undefined;
  /** Some statement cannot be in a transaction with others, so that every step was a commit of its own. */
  readonly committed: boolean;
}

/** A proof without what the caller knows. */
export type Proof = Omit<DownProof, 'migration' | 'committed'>;

export const noProof = (outcome: ProofOutcome, failure?: SectionFailure): Proof => ({
  outcome,
  differences: [],
  losses: [],
  failure,
});
