import { quoteLiteral } from '../../core/name.js';
import type { Database } from '../../database/database.js';

import { type FillResult, fillTables } from '../rows/fill-tables.js';
import { judge, readState, type Scope, type State } from './judge.js';
import { noProof, type Proof, type SectionFailure } from './proof.js';
import type { ProofOptions } from './prove-in-transaction.js';
import { commitSection, type PreparedSection } from './section.js';

export interface CommittedProof {
  readonly proof: Proof;
  /** `up`: the up is applied. `unknown`: something failed half-way. */
  readonly state: 'up' | 'unknown';
}

/** Up, down and up again, each step committed. Rows that were written are taken out before the last step. */
export async function proveCommitted(database: Database, options: ProofOptions): Promise<CommittedProof> {
  const { up, down, rows, ...scope } = options;
  const filled = rows ? await fill(database, scope) : undefined;
  const before = await readState(database, scope, rows);
  const upFailure = await commitSection(database, up);
  if (upFailure !== undefined) return failed(noProof('up-fails', upFailure), filled);
  const afterUp = await readState(database, scope, false);
  const downFailure = await commitSection(database, down);
  if (downFailure !== undefined) return failed(noProof('down-fails', downFailure), filled);
  const afterDown = await readState(database, scope, rows);
  if (filled !== undefined) await empty(database, filled, afterDown);
  const afterUpAgain = await again(database, up, scope);
  const proof = judge({ before, afterUp, afterDown, afterUpAgain });
  const state = 'message' in afterUpAgain ? 'unknown' : 'up';
  return { proof: filled === undefined ? proof : { ...proof, rows: filled }, state };
}

const failed = (proof: Proof, rows: FillResult | undefined): CommittedProof => ({
  proof: { ...proof, rows },
  state: 'unknown',
});

const again = async (database: Database, up: PreparedSection, scope: Scope): Promise<State | SectionFailure> =>
  (await commitSection(database, up)) ?? readState(database, scope, false);

async function fill(database: Database, scope: Scope): Promise<FillResult> {
  await database.execute('BEGIN');
  try {
    return await fillTables(database, scope);
  } finally {
    await database.execute('COMMIT');
  }
}

/** The tables were empty before they were filled. */
async function empty(database: Database, { filled }: FillResult, { schema }: State): Promise<void> {
  const there = filled.filter((table) => schema.has(`table ${table}`));
  if (there.length === 0) return;
  const deletions = there.map((table) => `DELETE FROM ${table};`).join('\n');
  await database.execute('BEGIN');
  await database.execute("SET LOCAL session_replication_role = 'replica'");
  await database.execute(`DO ${quoteLiteral(`BEGIN\n${deletions}\nEND`)}`);
  await database.execute('COMMIT');
}
