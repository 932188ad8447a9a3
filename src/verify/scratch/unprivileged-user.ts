import { execFileSync } from 'node:child_process';
import { userInfo } from 'node:os';
import { PgairlockError } from '../../core/error.js';

export interface ProcessUser {
  readonly uid?: number | undefined;
  readonly gid?: number | undefined;
}

/** PostgreSQL refuses to run as root; then another user that the system knows runs it. */
export function unprivilegedUser(): ProcessUser {
  if (userInfo().uid !== 0) return {};
  for (const name of ['postgres', 'nobody', 'daemon']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => idOf(flag, name));
    if (uid !== undefined && gid !== undefined) return { uid, gid };
  }
  throw new PgairlockError('not-available', 'PostgreSQL does not run as root, and there is no other user to run it.');
}

function idOf(flag: string, name: string): number | undefined {
  try {
    return Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }));
  } catch {
    return undefined;
  }
}
