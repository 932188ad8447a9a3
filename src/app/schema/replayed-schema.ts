import { counted } from '../../core/counted.js';
import { createLineMap } from '../../core/line-map.js';
import type { Migration } from '../../core/migration.js';
import { replay } from '../../verify/replay/replay.js';
import type { ReplayedMigration } from '../../verify/replay/replayed.js';
import { openScratch } from '../../verify/scratch/open-scratch.js';
import type { Scratch } from '../../verify/scratch/scratch.js';
import type { RunProject } from '../run/read-project.js';

/** A statement that an empty PostgreSQL refuses, which none of the others is to blame for. */
export interface RefusedStatement {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly sqlstate: string;
  readonly message: string;
}

/** The schema that migrations make on an empty PostgreSQL. */
export interface ReplayedSchema {
  readonly scratch: Scratch;
  /** What is missing in it. */
  readonly refused: readonly RefusedStatement[];
  /** Extensions that the server does not have, so that only what migrations use of them is there. */
  readonly standIns: readonly string[];
}

export interface ReplayedOptions {
  readonly migrations: readonly Migration[];
  /** Extensions that a Supabase project has besides the usual ones, enabled elsewhere than in its migrations. */
  readonly enabled?: readonly string[] | undefined;
}

/**
 * Replays migrations on a PostgreSQL in memory, does the work on the schema that they leave, and removes it.
 * @throws PgairlockError `not-available`
 */
export async function withReplayed<Result>(
  { project, parser }: Pick<RunProject, 'project' | 'parser'>,
  { migrations, enabled }: ReplayedOptions,
  work: (replayed: ReplayedSchema) => Promise<Result>,
): Promise<Result> {
  const sql = migrations.map(({ up }) => up.text);
  const scratch = await openScratch({ supabase: project.supabase, sql, enabled });
  try {
    const outcomes = await replay(scratch, migrations, { parser, resetsSession: project.supabase });
    // The last file may have left a role, a search path or a transaction behind.
    if ((await scratch.database.transactionStatus()) !== 'idle') await scratch.database.execute('ROLLBACK');
    await scratch.reset();
    const refused = outcomes.flatMap((outcome, at) => refusedIn(outcome, migrations[at]));
    return await work({ scratch, refused, standIns: await scratch.standIns() });
  } finally {
    await scratch.dispose();
  }
}

function refusedIn({ path, failures }: ReplayedMigration, migration: Migration | undefined): RefusedStatement[] {
  const placeOf = createLineMap(migration?.up.source ?? '');
  return failures
    .filter(({ consequenceOf }) => consequenceOf === undefined)
    .map(({ span, sqlstate, message }) => ({ path, line: placeOf(span.start).line, sqlstate, message }));
}

/** For people: `12 migrations of supabase/migrations`. */
export const describeMigrations = ({ length }: readonly Migration[], folder: string): string =>
  `${counted(length, 'migration')} of ${folder}`;
