import type { Migration } from '../../core/migration.js';
import { quoteIdentifier } from '../../core/name.js';
import type { Parser } from '../../sql/parser.js';
import { replay } from '../replay/replay.js';
import type { ReplayFailure } from '../replay/replayed.js';
import { openScratch } from '../scratch/open-scratch.js';
import type { Scratch } from '../scratch/scratch.js';

export interface DumpOptions {
  readonly parser: Parser;
  readonly supabase: boolean;
  /** As it is shown. */
  readonly path: string;
}

export interface LoadedDump {
  /** With the dump in it. Whoever loads it disposes of it. */
  readonly scratch: Scratch;
  /** What could not be loaded. */
  readonly failures: readonly ReplayFailure[];
}

/**
 * Loads what `pg_dump` wrote into a PostgreSQL in memory. Roles that it names and does not make are made on the way.
 * @throws PgairlockError `not-available`
 */
export async function loadDump(text: string, options: DumpOptions): Promise<LoadedDump> {
  const scratch = await openScratch({ supabase: options.supabase, sql: [text] });
  try {
    const failures = await loadInto(scratch, text, options);
    if ((await scratch.database.transactionStatus()) !== 'idle') await scratch.database.execute('ROLLBACK');
    await scratch.reset();
    return { scratch, failures };
  } catch (error) {
    await scratch.dispose();
    throw error;
  }
}

/** Where roles were missing, everything is run once more: what is there by then fails, which says nothing. */
async function loadInto(scratch: Scratch, text: string, options: DumpOptions): Promise<readonly ReplayFailure[]> {
  const first = await run(scratch, text, options);
  const roles = new Set(first.flatMap(missingRole));
  if (roles.size === 0) return first;
  for (const role of roles) await scratch.database.execute(`CREATE ROLE ${quoteIdentifier(role)}`);
  const failedBefore = new Set(first.map(({ span }) => span.start));
  return (await run(scratch, text, options)).filter(({ span }) => failedBefore.has(span.start));
}

async function run(scratch: Scratch, text: string, { path, parser }: DumpOptions): Promise<readonly ReplayFailure[]> {
  const outcomes = await replay(scratch, [toMigration(text, path)], { parser });
  return outcomes.flatMap(({ failures }) => failures).filter((failure) => !isThere(failure));
}

/** Schemas, extensions and roles that the platform has made already. */
const isThere = ({ sqlstate }: ReplayFailure): boolean => sqlstate === '42P06' || sqlstate === '42710';

const missingRole = ({ sqlstate, message }: ReplayFailure): readonly string[] => {
  const [, role] = /^role "(.+)" does not exist$/.exec(message) ?? [];
  return sqlstate === '42704' && role !== undefined ? [role] : [];
};

const toMigration = (text: string, path: string): Migration => ({
  id: path,
  version: '',
  name: path,
  path,
  up: { direction: 'up', path, source: text, text, transaction: 'autocommit', form: 'file' },
  dependencies: [],
  header: {},
  checksum: '',
  problems: [],
});
