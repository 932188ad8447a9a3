import type { Database } from '../../database/database.js';
import type { Parser } from '../../sql/parser.js';
import type { Scope } from './judge.js';
import { type DownProof, noProof, type Proof, type ProvableMigration } from './proof.js';
import { proveCommitted } from './prove-committed.js';
import { comesFromTransaction, type ProofOptions, proveInTransaction } from './prove-in-transaction.js';
import { commitSection, type PreparedSection, prepareSection } from './section.js';

export interface ProveDownsOptions extends Scope {
  /** In their order, from the first on. */
  readonly migrations: readonly ProvableMigration[];
  readonly parser: Parser;
  /** A session of a superuser on a server as it is before the first migration: roles that a former one got are not there. */
  open(): Promise<Database>;
  /** Write rows into empty tables, to see what a down loses. Default: true. */
  readonly rows?: boolean | undefined;
}

/**
 * Applies a history and proves each down on the way: up, down, up again, with the schema compared after each. Whatever a
 * proof shows, the up is applied afterwards and the next migration is looked at. Databases that it opened are closed; a
 * second one is only opened where something failed that cannot be rolled back.
 * @throws DatabaseError where the session breaks, Error where `open` gives another server than before.
 */
export async function* proveDowns(options: ProveDownsOptions): AsyncGenerator<DownProof, void> {
  const prover = createProver(options, await options.open());
  try {
    for (const migration of options.migrations) yield await prover.next(migration);
  } finally {
    await prover.close();
  }
}

interface Prover {
  next(migration: ProvableMigration): Promise<DownProof>;
  close(): Promise<void>;
}

function createProver({ parser, open, rows = true, excludedSchemas }: ProveDownsOptions, first: Database): Prover {
  let database = first;
  const applied: PreparedSection[] = [];

  const rebuild = async (): Promise<void> => {
    await database.close();
    database = await open();
    for (const up of applied) {
      const failure = await commitSection(database, up);
      if (failure !== undefined) throw new Error(`What was applied once cannot be applied again: ${failure.message}`);
    }
  };

  const apply = async (up: PreparedSection): Promise<Proof | undefined> => {
    const failure = await commitSection(database, up);
    if (failure === undefined) applied.push(up);
    else if (!up.atomic) await rebuild();
    return failure && noProof('up-fails', failure);
  };

  const proveByCommits = async (options: ProofOptions): Promise<Proof> => {
    const { proof, state } = await proveCommitted(database, options);
    if (state === 'up') {
      applied.push(options.up);
      return proof;
    }
    await rebuild();
    if (proof.outcome === 'up-fails' && options.rows) {
      const without = await proveByCommits({ ...options, rows: false });
      const refused = proof.failure && { rowsRefused: { direction: 'up', failure: proof.failure } as const };
      return without.outcome === 'up-fails' ? without : { ...without, ...refused };
    }
    return (proof.outcome === 'up-fails' ? undefined : await apply(options.up)) ?? proof;
  };

  const prove = async (options: ProofOptions): Promise<Proof & { readonly committed: boolean }> => {
    if (options.up.atomic && options.down.atomic) {
      const proof = await proveInTransaction(database, options);
      if (!comesFromTransaction(proof)) return { ...((await apply(options.up)) ?? proof), committed: false };
    }
    return { ...(await proveByCommits(options)), committed: true };
  };

  return {
    next: async ({ id, up: upSection, down: downSection }) => {
      const up = prepareSection(upSection, parser);
      const down = downSection && prepareSection(downSection, parser);
      if (down === undefined) {
        return { migration: id, committed: !up.atomic, ...((await apply(up)) ?? noProof('no-down')) };
      }
      return { migration: id, ...(await prove({ up, down, rows, excludedSchemas })) };
    },
    close: () => database.close(),
  };
}
