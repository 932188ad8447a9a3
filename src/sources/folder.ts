import type { Dirent } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { PgairlockError } from '../core/error.js';
import { decode } from './decode.js';

/** A file as read: its path as reported and its text, which is empty where `problem` says why there is none. */
export interface SourceFile {
  readonly name: string;
  readonly path: string;
  readonly text: string;
  readonly problem?: string | undefined;
}

/** What readers see of a folder. Nothing is read twice. */
export interface Folder {
  /** Absolute. */
  readonly path: string;
  /** As reported: relative to the working directory, with forward slashes. */
  readonly shown: string;
  /** Names of its files, in order of their code units. */
  readonly files: readonly string[];
  readonly folders: readonly string[];
  /** Texts of files, by their paths relative to the folder, in the same order. */
  read(names: readonly string[]): Promise<readonly SourceFile[]>;
  /** A file's text where there is such a file: `../config.toml`. */
  readOptional(name: string): Promise<string | undefined>;
  /** Names in another folder, by its path relative to this one; empty where there is no such folder. */
  list(name: string): Promise<readonly string[]>;
}

/** Texts by absolute path that stand for files, which need not exist: what an editor holds, or standard input. */
export type Overlay = ReadonlyMap<string, string>;

// More open files at a time gain nothing, and a low limit of the system is not met.
const parallelReads = 32;

export const shownPath = (cwd: string, absolute: string): string =>
  (path.relative(cwd, absolute) || '.').split(path.sep).join('/');

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Lists a folder in one call. Throws `input-not-found` where it cannot be listed. */
export async function openFolder(absolute: string, cwd: string, overlay?: Overlay | undefined): Promise<Folder> {
  const entries = await readdir(absolute, { withFileTypes: true }).catch((cause: unknown) => {
    throw new PgairlockError('input-not-found', `Cannot list the folder ${shownPath(cwd, absolute)}.`, { cause });
  });
  const cache = new Map<string, Promise<SourceFile>>();
  const readOne = (name: string): Promise<SourceFile> => {
    const known = cache.get(name) ?? readSource(path.join(absolute, name), cwd, overlay);
    cache.set(name, known);
    return known;
  };
  return {
    path: absolute,
    shown: shownPath(cwd, absolute),
    files: namesOfFiles(absolute, entries, overlay),
    folders: entries
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .toSorted(byCodeUnit),
    read: (names) => mapInParallel(names, readOne),
    readOptional: (name) => readFile(path.join(absolute, name), 'utf8').catch(() => undefined),
    list: (name) =>
      readdir(path.join(absolute, name)).then(
        (names) => names.toSorted(byCodeUnit),
        () => [],
      ),
  };
}

function namesOfFiles(folder: string, entries: readonly Dirent[], overlay: Overlay | undefined): readonly string[] {
  const names = new Set(entries.filter((entry) => !entry.isDirectory()).map((entry) => entry.name));
  for (const file of overlay?.keys() ?? []) if (path.dirname(file) === folder) names.add(path.basename(file));
  return [...names].toSorted(byCodeUnit);
}

/** Throws `input-unreadable` where the file cannot be opened. */
export async function readSource(absolute: string, cwd: string, overlay?: Overlay | undefined): Promise<SourceFile> {
  const shown = shownPath(cwd, absolute);
  const text = overlay?.get(absolute);
  if (text !== undefined) return { name: path.basename(absolute), path: shown, text };
  const bytes = await readFile(absolute).catch((cause: unknown) => {
    throw new PgairlockError('input-unreadable', `Cannot read ${shown}.`, { cause });
  });
  return { name: path.basename(absolute), path: shown, ...decode(bytes) };
}

async function mapInParallel<In, Out>(items: readonly In[], work: (item: In) => Promise<Out>): Promise<readonly Out[]> {
  const results: Out[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) {
      const item = items[at];
      if (item !== undefined) results[at] = await work(item);
    }
  };
  await Promise.all(Array.from({ length: parallelReads }, worker));
  return results;
}
