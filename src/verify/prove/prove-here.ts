import type { Parser } from '../../sql/parser.js';
import { limitedDatabase } from '../replay/limited-database.js';
import type { Scratch } from '../scratch/scratch.js';
import type { Proof, ProvableSection } from './proof.js';
import { proveCommitted } from './prove-committed.js';
import { comesFromTransaction, type ProofOptions, proveInTransaction } from './prove-in-transaction.js';
import { prepareSection } from './section.js';

export interface ProveHereOptions {
  readonly scratch: Scratch;
  readonly parser: Parser;
  readonly up: ProvableSection;
  readonly down: ProvableSection;
  readonly rows: boolean;
  /** Milliseconds for one statement. */
  readonly statementTimeout: number;
}

/**
 * Proves a down on a schema as it is before its up, and leaves it so: in a transaction that is rolled back, or, where that
 * cannot be, on a copy.
 * @throws DatabaseError where the session breaks
 */
export async function proveHere(options: ProveHereOptions): Promise<Proof> {
  const { scratch, parser, rows, statementTimeout } = options;
  const up = prepareSection(options.up, parser);
  const down = prepareSection(options.down, parser);
  if (up.atomic && down.atomic) {
    const proof = await proveInTransaction(limitedDatabase(scratch, statementTimeout), { up, down, rows });
    if (!comesFromTransaction(proof)) return proof;
  }
  return proveOnCopies(options, { up, down, rows });
}

async function proveOnCopies(options: ProveHereOptions, proof: ProofOptions): Promise<Proof> {
  const first = await onCopy(options, proof);
  if (first.outcome !== 'up-fails' || !proof.rows) return first;
  // Rows that were made up may be the reason.
  const without = await onCopy(options, { ...proof, rows: false });
  return without.outcome === 'up-fails' || first.failure === undefined
    ? without
    : { ...without, rowsRefused: { direction: 'up', failure: first.failure } };
}

async function onCopy({ scratch, statementTimeout }: ProveHereOptions, options: ProofOptions): Promise<Proof> {
  const copy = await scratch.copy();
  try {
    return (await proveCommitted(limitedDatabase(copy, statementTimeout), options)).proof;
  } finally {
    await copy.dispose();
  }
}
