import { stat } from 'node:fs/promises';
import path from 'node:path';
import { PgairlockError } from '../core/error.js';
import type { Overlay } from './folder.js';

// Few runs need patterns, and those that do not should start sooner.
const loadGlob = async () => (await import('fast-glob')).default;

/** Paths as the user named them, sorted by what they are. All absolute. */
export interface NamedPaths {
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

/** Throws `input-not-found` for a path that is not there and for a pattern that matches nothing. */
export async function expandPaths(
  paths: readonly string[],
  cwd: string,
  overlay?: Overlay | undefined,
): Promise<NamedPaths> {
  const files: string[] = [];
  const folders: string[] = [];
  for (const named of paths) {
    const absolute = path.resolve(cwd, named);
    const found = await stat(absolute).catch(() => undefined);
    if (found?.isDirectory()) folders.push(absolute);
    else if (found !== undefined || overlay?.has(absolute)) files.push(absolute);
    else files.push(...(await expandPattern(named, cwd)));
  }
  return { files: [...new Set(files)], folders: [...new Set(folders)] };
}

async function expandPattern(pattern: string, cwd: string): Promise<readonly string[]> {
  const fastGlob = await loadGlob();
  if (!fastGlob.isDynamicPattern(pattern)) {
    throw new PgairlockError('input-not-found', `There is no file or folder ${pattern}.`);
  }
  const matches = await fastGlob(withSlashes(pattern), { cwd, absolute: true, ignore: ['**/node_modules/**'] });
  if (matches.length === 0) throw new PgairlockError('input-not-found', `No file matches ${pattern}.`);
  // With the separators of the system, as other named paths have them: a file that is named twice is one.
  return matches.map(path.normalize).toSorted();
}

/** Patterns are written with slashes; on Windows a backslash separates folders and escapes nothing. */
export const withSlashes = (pattern: string, separator: string = path.sep): string =>
  separator === '\\' ? pattern.replaceAll('\\', '/') : pattern;

/** All `.sql` files at any depth of a folder. */
export async function sqlFilesBelow(folder: string): Promise<readonly string[]> {
  const fastGlob = await loadGlob();
  const matches = await fastGlob('**/*.sql', { cwd: folder, absolute: true, ignore: ['**/node_modules/**'] });
  return matches.map(path.normalize).toSorted();
}

/** Which of these files, as reported, no ignore pattern matches. Patterns are relative to `base`. */
export async function withoutIgnored(
  shown: readonly string[],
  ignore: readonly string[],
  cwd: string,
  base: string,
): Promise<ReadonlySet<string>> {
  if (ignore.length === 0) return new Set(shown);
  const byRelative = new Map(
    shown.map((file) => [path.relative(base, path.resolve(cwd, file)).split(path.sep).join('/'), file]),
  );
  const fastGlob = await loadGlob();
  const kept = await fastGlob([...byRelative.keys()].map(fastGlob.escapePath), { cwd: base, ignore: [...ignore] });
  return new Set(kept.flatMap((file) => byRelative.get(file) ?? []));
}
