import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const typescriptEndings: readonly string[] = ['ts', 'mts', 'cts'];
const endings = [...typescriptEndings, 'js', 'mjs', 'cjs', 'json', 'yaml', 'yml'];
const fileNames: readonly string[] = [
  ...endings.map((ending) => `pgairlock.config.${ending}`),
  '.pgairlockrc',
  ...endings.map((ending) => `.pgairlockrc.${ending}`),
];

/**
 * The nearest config file of `cwd` or a folder above it, up to the one that holds `.git`: one of our own, or a
 * package.json with a `pgairlock` key.
 */
export function findConfig(cwd: string): string | undefined {
  for (let folder = cwd; ; folder = path.dirname(folder)) {
    const names = namesIn(folder);
    const own = fileNames.find((name) => names.has(name));
    if (own !== undefined) return path.join(folder, own);
    if (names.has('package.json') && isConfigured(path.join(folder, 'package.json'))) {
      return path.join(folder, 'package.json');
    }
    if (names.has('.git') || path.dirname(folder) === folder) return undefined;
  }
}

function namesIn(folder: string): ReadonlySet<string> {
  try {
    return new Set(readdirSync(folder));
  } catch {
    return new Set();
  }
}

/** A package.json that cannot be read is somebody else's to complain about. */
function isConfigured(packageJson: string): boolean {
  try {
    const content: unknown = JSON.parse(readFileSync(packageJson, 'utf8'));
    return typeof content === 'object' && content !== null && 'pgairlock' in content;
  } catch {
    return false;
  }
}
