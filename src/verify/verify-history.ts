import type { Migration } from '../core/migration.js';
import { DatabaseError } from '../database/database-error.js';
import type { Effects } from '../effects/effects.js';
import type { Parser } from '../sql/parser.js';
import { readScript } from '../sql/read-script.js';
import { measureSection } from './measure/measure-section.js';
import type { MeasuredSection } from './measure/measured.js';
import type { Proof, ProvableSection } from './prove/proof.js';
import { proveHere } from './prove/prove-here.js';
import { limitedDatabase } from './replay/limited-database.js';
import { type EarlierMigration, replay } from './replay/replay.js';
import type { ReplayedMigration } from './replay/replayed.js';
import type { Scratch } from './scratch/scratch.js';

/** What is done with a migration besides its replay. */
export interface Wanted {
  /** Measure its up, against these effects by the index of the statement. */
  readonly effects?: ReadonlyMap<number, readonly Effects[]> | undefined;
  /** Prove this down. */
  readonly down?: ProvableSection | undefined;
}

export interface VerifiedMigration {
  readonly replayed: ReplayedMigration;
  readonly measured?: MeasuredSection | undefined;
  readonly proof?: Proof | undefined;
  /** Milliseconds for each part. */
  readonly timing: { readonly measure: number; readonly down: number; readonly replay: number };
}

export interface VerifyHistoryOptions {
  readonly parser: Parser;
  readonly wants: (migration: Migration) => Wanted;
  /** Fill empty tables before something is measured or proved. */
  readonly rows: boolean;
  /** Milliseconds for one statement. */
  readonly statementTimeout: number;
  /** The tool begins each file with fresh settings. */
  readonly resetsSession: boolean;
  readonly earlier?: readonly EarlierMigration[] | undefined;
  /** Before a migration; the scratch stands at its place in the history. */
  readonly onBegin?: ((migration: Migration) => Promise<void> | void) | undefined;
  readonly onVerified?: ((verified: VerifiedMigration, migration: Migration) => Promise<void> | void) | undefined;
}

/**
 * Replays a history, and measures and proves what is wanted on the way, each on the schema that the migrations before it
 * left. What is measured and proved leaves no trace for those after it.
 */
export async function verifyHistory(
  scratch: Scratch,
  migrations: readonly Migration[],
  options: VerifyHistoryOptions,
): Promise<readonly VerifiedMigration[]> {
  const all: VerifiedMigration[] = [];
  let looked: Looked = nothing;
  await replay(scratch, migrations, {
    parser: options.parser,
    statementTimeout: options.statementTimeout,
    resetsSession: options.resetsSession,
    earlier: options.earlier,
    onBefore: async (migration) => {
      await options.onBegin?.(migration);
      looked = await look(scratch, migration, options);
    },
    onReplayed: async (replayed, migration) => {
      const { measured, proof, measure, down } = looked;
      const verified = { replayed, measured, proof, timing: { measure, down, replay: replayed.duration } };
      all.push(verified);
      await options.onVerified?.(verified, migration);
    },
  });
  return all;
}

interface Looked {
  readonly measured?: MeasuredSection | undefined;
  readonly proof?: Proof | undefined;
  readonly measure: number;
  readonly down: number;
}

const nothing: Looked = { measure: 0, down: 0 };

async function look(scratch: Scratch, migration: Migration, options: VerifyHistoryOptions): Promise<Looked> {
  const { parser, rows, statementTimeout, wants } = options;
  const { effects, down } = wants(migration);
  const { up } = migration;
  const began = performance.now();
  const measured =
    effects &&
    (await unlessBroken(() =>
      measureSection({
        scratch,
        database: limitedDatabase(scratch, statementTimeout),
        section: up,
        script: readScript(up.text, parser),
        effects,
        rows,
      }),
    ));
  const measure = performance.now() - began;
  // What broke the session once does it again, and the replay says so.
  if (effects !== undefined && measured === undefined) return { measure, down: 0 };
  const proof = down && (await unlessBroken(() => proveHere({ scratch, parser, up, down, rows, statementTimeout })));
  return { measured, proof, measure, down: performance.now() - began - measure };
}

/** A session that breaks, or a statement that does not end, is told of by the replay. */
async function unlessBroken<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DatabaseError) return undefined;
    throw error;
  }
}
