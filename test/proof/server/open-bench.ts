import path from 'node:path';
import { type ServerVersion, serverVersions } from '../../../src/core/server.js';
import type { Bench } from './bench.js';
import { openEmbeddedBench } from './embedded-bench.js';
import { openServerBench } from './server-bench.js';

/**
 * `PROOF_POSTGRES=14`: a server of that version, of programs that are installed here or as packages below
 * `PROOF_PACKAGES/14`. Else PGlite.
 * @param sql all that will be run, in which extensions are named
 */
export function openBench(sql: readonly string[]): Promise<Bench> {
  const { PROOF_POSTGRES: wanted, PROOF_PACKAGES: packages } = process.env;
  if (wanted === undefined || wanted === 'pglite') return openEmbeddedBench(sql);
  return openServerBench(toVersion(wanted), packages === undefined ? path.resolve() : path.resolve(packages, wanted));
}

export function toVersion(text: string): ServerVersion {
  const version = serverVersions.find((one) => String(one) === text);
  if (version === undefined) throw new Error(`PostgreSQL ${text} is not one of ${serverVersions.join(', ')}.`);
  return version;
}
