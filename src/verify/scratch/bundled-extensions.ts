import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PgairlockError } from '../../core/error.js';
import { ownValue } from '../../core/own-value.js';

/** PGlite as it is installed: its module, and the extensions that come with it, by their names in SQL. */
export interface InstalledPglite {
  readonly module: string;
  /** Of the package. */
  readonly version: string;
  readonly extensions: ReadonlyMap<string, string>;
}

/** @throws PgairlockError `not-available` where the package is not installed. */
export function findPglite(): InstalledPglite {
  const require = createRequire(import.meta.url);
  try {
    const module = require.resolve('@electric-sql/pglite');
    return { module, version: versionOf(module), extensions: bundled(path.dirname(module)) };
  } catch (cause) {
    const message =
      'Replaying without a server needs the package @electric-sql/pglite; install it with npm install -D @electric-sql/pglite, or name a server.';
    throw new PgairlockError('not-available', message, { cause });
  }
}

function versionOf(module: string): string {
  const text = readFileSync(path.join(path.dirname(module), '..', 'package.json'), 'utf8');
  return /"version":\s*"([^"]*)"/.exec(text)?.[1] ?? '';
}

function bundled(folder: string): ReadonlyMap<string, string> {
  const contrib = path.join(folder, 'contrib');
  const modules = readdirSync(contrib).filter((file) => file.endsWith('.cjs'));
  return new Map(
    modules.map((file) => {
      const name = path.basename(file, '.cjs');
      return [name === 'uuid_ossp' ? 'uuid-ossp' : name, path.join(contrib, file)];
    }),
  );
}

/** What must be loaded for an extension, or for its stand-in. */
const required: Readonly<Record<string, readonly string[]>> = {
  earthdistance: ['cube'],
  wrappers: ['file_fdw'],
  postgres_fdw: ['file_fdw'],
};

/** The bundled extensions that a text names, in SQL or in a string, and those that they need. Each costs time to load. */
export function namedExtensions(installed: InstalledPglite, texts: readonly string[]): readonly string[] {
  const names = new Set<string>();
  for (const name of [...installed.extensions.keys(), ...Object.keys(required)]) {
    const word = new RegExp(`(?<![\\w-])${name}(?![\\w-])`, 'i');
    if (!texts.some((text) => word.test(text))) continue;
    for (const one of [...(ownValue(required, name) ?? []), name]) if (installed.extensions.has(one)) names.add(one);
  }
  return [...names];
}
