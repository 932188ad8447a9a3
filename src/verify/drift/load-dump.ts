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

/** Each round can find roles that the one before it did not come to. */
const rounds = 4;

/**
 * Loads what `pg_dump` wrote into a PostgreSQL in memory. Roles that it names and does not make are made first.
 * @throws PgairlockError `not-available`
 */
export async function loadDump(text: string, options: DumpOptions): Promise<LoadedDump> {
  const roles = new Set<string>();
  for (let round = 1; ; round += 1) {
    const scratch = await openScratch({ supabase: options.supabase, sql: [text] });
    try {
      for (const role of roles) await scratch.database.execute(`CREATE ROLE ${quoteIdentifier(role)}`);
      const outcomes = await replay(scratch, [toMigration(text, options.path)], { parser: options.parser });
      const failures = outcomes.flatMap((outcome) => outcome.failures).filter((failure) => !isThere(failure));
      const missing = failures.flatMap(missingRole).filter((role) => !roles.has(role));
      if (missing.length === 0 || round === rounds) {
        if ((await scratch.database.transactionStatus()) !== 'idle') await scratch.database.execute('ROLLBACK');
        await scratch.reset();
        return { scratch, failures };
      }
      for (const role of missing) roles.add(role);
    } catch (error) {
      await scratch.dispose();
      throw error;
    }
    await scratch.dispose();
  }
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
