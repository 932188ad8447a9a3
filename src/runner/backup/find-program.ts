import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import type { Environment } from '../../database/connection-settings.js';
import { programFolders } from './program-folders.js';

export interface Program {
  /** Absolute, or as it was named. */
  readonly path: string;
  /** The major version: 15. */
  readonly major: number;
}

/**
 * The programs of that name that run, in the order of PATH and of the common places. The search ends at one that `suits`.
 */
export async function findPrograms(
  name: string,
  env: Environment,
  suits: (program: Program) => boolean,
): Promise<readonly Program[]> {
  const found: Program[] = [];
  for (const folder of new Set(await programFolders(env))) {
    const program = await programAt(path.join(folder, name), env);
    if (program !== undefined) found.push(program);
    if (program !== undefined && suits(program)) break;
  }
  return found;
}

/** `undefined` where there is no such program, or it does not say a version as PostgreSQL's programs do. */
export async function programAt(file: string, env: Environment): Promise<Program | undefined> {
  // A name on its own would be searched in the PATH of this process.
  const names = path.extname(file) === '' && path.delimiter === ';' ? [`${file}.exe`] : [file];
  for (const name of names) {
    const isThere = await access(name, constants.X_OK).then(
      () => true,
      () => false,
    );
    const major = isThere ? await majorVersion(name, env) : undefined;
    if (major !== undefined) return { path: name, major };
  }
  return undefined;
}

/** `pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)` is 15. */
const majorVersion = (file: string, env: Environment): Promise<number | undefined> =>
  new Promise((resolve) => {
    execFile(file, ['--version'], { env: { ...env }, timeout: 10_000 }, (error, stdout) => {
      const major = /\([^)]*\)\s+(\d+)/.exec(stdout)?.[1];
      resolve(error !== null || major === undefined ? undefined : Number(major));
    });
  });
