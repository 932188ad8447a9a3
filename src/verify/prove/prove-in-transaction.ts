import type { Database } from '../../database/database.js';
import { type FillResult, fillTables } from '../rows/fill-tables.js';
import { judge, readState, type Scope } from './judge.js';
import { noProof, type Proof } from './proof.js';
import { type PreparedSection, runSection } from './section.js';

export interface ProofOptions extends Scope {
  readonly up: PreparedSection;
  readonly down: PreparedSection;
  /** Write rows into tables that are empty. */
  readonly rows: boolean;
}

/** Up, down and up again in one transaction that is rolled back: the database is then as it was before the up. */
export async function proveInTransaction(database: Database, options: ProofOptions): Promise<Proof> {
  const proof = await attempt(database, options);
  if (!options.rows || !isFailure(proof) || proof.failure === undefined) return proof;
  // Rows that were made up may be the reason, and say little of the down then.
  const without = await attempt(database, { ...options, rows: false });
  if (without.outcome === proof.outcome) return without;
  const direction = proof.outcome === 'up-fails' ? 'up' : 'down';
  return { ...without, rowsRefused: { direction, failure: proof.failure } };
}

const isFailure = ({ outcome }: Proof): boolean => outcome === 'up-fails' || outcome === 'down-fails';

async function attempt(database: Database, options: ProofOptions): Promise<Proof> {
  await database.execute('BEGIN');
  try {
    const filled = options.rows ? await fillTables(database, options) : undefined;
    const proof = await upDownUp(database, options);
    return filled === undefined ? proof : withRows(proof, filled);
  } finally {
    await database.execute('ROLLBACK').catch(() => {});
  }
}

const withRows = (proof: Proof, rows: FillResult): Proof => ({ ...proof, rows });

async function upDownUp(database: Database, { up, down, rows, ...scope }: ProofOptions): Promise<Proof> {
  const before = await readState(database, scope, rows);
  const upFailure = await runSection(database, up);
  if (upFailure !== undefined) return noProof('up-fails', upFailure);
  const afterUp = await readState(database, scope, false);
  const downFailure = await runSection(database, down);
  if (downFailure !== undefined) return noProof('down-fails', downFailure);
  const afterDown = await readState(database, scope, rows);
  const failure = await runSection(database, up);
  const afterUpAgain = failure ?? (await readState(database, scope, false));
  return judge({ before, afterUp, afterDown, afterUpAgain });
}

/**
 * Failures that only the shared transaction brings about: a new value of an enum that is not committed, pending events of
 * triggers, what must not be in a transaction, and more locks than one transaction may hold.
 */
export const comesFromTransaction = ({ failure }: Proof): boolean =>
  failure?.sqlstate !== undefined && ['55P04', '55006', '25001', '2D000', '53200', '0B000'].includes(failure.sqlstate);
