import { PgairlockError } from '../../core/error.js';
import type { Environment } from '../../database/connection-settings.js';
import { findPrograms, type Program, programAt } from './find-program.js';

export interface ProgramChoice {
  /** The server's major version. */
  readonly major: number;
  readonly env: Environment;
  /** Absolute. Default: searched. */
  readonly configured?: string | undefined;
}

/**
 * A pg_dump for the server: of its version, else of the nearest newer one, whose dump may hold settings that the server does
 * not know.
 * @throws PgairlockError `not-available` where there is none, or only older ones
 */
export async function choosePgDump({ major, env, configured }: ProgramChoice): Promise<Program> {
  const found = await candidates('pg_dump', { major, env, configured }, (program) => program.major === major);
  const [best] = found.filter((program) => program.major >= major).toSorted((a, b) => a.major - b.major);
  if (best !== undefined) return best;
  const wayOut = `${installClient(major)}, name a pg_dump in the config (backup.pgDump), or go on without a backup: --skip-backup.`;
  const newest = found.toSorted((a, b) => b.major - a.major)[0];
  if (newest !== undefined) throw unavailable(`${tooOld(newest, major)} ${wayOut}`);
  if (configured !== undefined)
    throw unavailable(`Cannot back up: ${configured} (backup.pgDump) is not a pg_dump that can be run.`);
  throw unavailable(`Cannot back up: pg_dump was not found. ${wayOut}`);
}

const tooOld = ({ path, major }: Program, server: number): string =>
  `Cannot back up: the newest pg_dump found is version ${major} (${path}), and the server is version ${server}; an older pg_dump refuses a newer server.`;

/**
 * psql, of any version: those of the server's version and newer ones know all that its dump may hold.
 * @throws PgairlockError `not-available`
 */
export async function choosePsql({ major, env, configured }: ProgramChoice): Promise<Program> {
  const found = await candidates('psql', { major, env, configured }, (program) => program.major >= major);
  const [newest] = found.toSorted((a, b) => b.major - a.major);
  if (newest !== undefined) return newest;
  if (configured !== undefined)
    throw unavailable(`Cannot restore: ${configured} (backup.psql) is not a psql that can be run.`);
  throw unavailable(
    `A backup is restored by psql, which was not found. ${installClient(major)}, or name a psql in the config (backup.psql).`,
  );
}

async function candidates(
  name: string,
  { env, configured }: ProgramChoice,
  suits: (program: Program) => boolean,
): Promise<readonly Program[]> {
  if (configured === undefined) return findPrograms(name, env, suits);
  return [await programAt(configured, env)].filter((program) => program !== undefined);
}

const installClient = (major: number): string =>
  `Install PostgreSQL's client programs (Debian and Ubuntu: postgresql-client-${major}; Alpine: postgresql${major}-client; macOS: brew install postgresql@${major})`;

const unavailable = (message: string): PgairlockError => new PgairlockError('not-available', message);
