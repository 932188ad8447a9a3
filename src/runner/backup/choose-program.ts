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
  const found =
    configured === undefined
      ? await findPrograms('pg_dump', env, (program) => program.major === major)
      : [await programAt(configured, env)].filter((program) => program !== undefined);
  const [best] = found.filter((program) => program.major >= major).toSorted((a, b) => a.major - b.major);
  if (best !== undefined) return best;
  const wayOut = `${installClient(major)}, name a pg_dump in the config (backup.pgDump), or go on without a backup: --skip-backup.`;
  const newest = found.toSorted((a, b) => b.major - a.major)[0];
  if (newest !== undefined) throw unavailable(`${tooOld(newest, major)} ${wayOut}`);
  if (configured !== undefined)
    throw unavailable(`Cannot back up: ${configured} (backup.pgDump) is no pg_dump that runs.`);
  throw unavailable(`Cannot back up: pg_dump was not found. ${wayOut}`);
}

const tooOld = ({ path, major }: Program, server: number): string =>
  `Cannot back up: the newest pg_dump found is version ${major} (${path}), and the server is version ${server}; an older pg_dump refuses a newer server.`;

/**
 * psql, of any version: `preferred` and newer ones know all that a dump of that version may hold.
 * @throws PgairlockError `not-available`
 */
export async function choosePsql(preferred: number, env: Environment): Promise<Program> {
  const found = await findPrograms('psql', env, ({ major }) => major >= preferred);
  const [newest] = found.toSorted((a, b) => b.major - a.major);
  if (newest !== undefined) return newest;
  throw unavailable(`A backup is restored by psql, which was not found. ${installClient(preferred)}.`);
}

const installClient = (major: number): string =>
  `Install PostgreSQL's client programs (Debian and Ubuntu: postgresql-client-${major}; Alpine: postgresql${major}-client; macOS: brew install postgresql@${major})`;

const unavailable = (message: string): PgairlockError => new PgairlockError('not-available', message);
