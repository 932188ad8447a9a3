import { PgairlockError } from '../../core/error.js';
import { connectionSettings } from '../../database/connection-settings.js';
import type { ScratchPlace } from '../../verify/scratch/open-scratch.js';
import type { VerifyOptions } from './verify-options.js';

/**
 * Where the history is replayed. Only what is named here is ever connected to: no config and no `DATABASE_URL`.
 * @throws PgairlockError `usage`
 */
export function scratchPlace({ databaseUrl, postgres, env = {} }: VerifyOptions, cwd: string): ScratchPlace {
  if (databaseUrl !== undefined && postgres !== undefined)
    throw new PgairlockError('usage', 'A server that is named has its own version: use --database-url or --postgres.');
  if (postgres !== undefined) return { kind: 'local', version: postgres, folder: cwd };
  if (databaseUrl === undefined) return { kind: 'pglite' };
  const target = connectionSettings(databaseUrl, env);
  return target.adapter === 'pglite' ? { kind: 'pglite' } : { kind: 'server', target };
}
