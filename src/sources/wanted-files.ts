import { PgairlockError } from '../core/error.js';
import { expandPaths, sqlFilesBelow } from './expand-paths.js';
import { findMigrationsFolder } from './find-folder.js';
import { type Folder, openFolder, shownPath } from './folder.js';
import { createHistoryLookup, type LookupOptions } from './history-lookup.js';

/** A folder of migrations, and those of its files (absolute) that findings are wanted for. */
export interface WantedHistory {
  readonly folder: Folder;
  readonly files: ReadonlySet<string> | 'all';
}

export interface Wanted {
  readonly histories: readonly WantedHistory[];
  /** Files that belong to no history, absolute. */
  readonly alone: readonly string[];
}

export interface WantedOptions extends LookupOptions {
  /** Files, folders, globs. None: the configured folder, else the detected one. */
  readonly paths: readonly string[];
}

/** Sorts what the user named into whole folders, files of folders, and files on their own. */
export async function wantedFiles(options: WantedOptions): Promise<Wanted> {
  if (options.paths.length > 0) return namedFiles(options);
  const { migrations, cwd, overlay } = options;
  const folder =
    migrations === undefined ? await findMigrationsFolder(cwd, overlay) : await openFolder(migrations, cwd, overlay);
  return { histories: [{ folder, files: 'all' }], alone: [] };
}

async function namedFiles(options: WantedOptions): Promise<Wanted> {
  const named = await expandPaths(options.paths, options.cwd, options.overlay);
  const lookup = createHistoryLookup(options);
  const whole = new Map<string, Folder>();
  const files = new Set(named.files);
  for (const absolute of named.folders) {
    const folder = await lookup.in(absolute);
    if (folder !== undefined) whole.set(folder.path, folder);
    else for (const file of await filesOf(absolute, options.cwd)) files.add(file);
  }

  const partly = new Map<string, { readonly folder: Folder; readonly files: Set<string> }>();
  const alone: string[] = [];
  for (const file of files) {
    const folder = await lookup.of(file);
    if (folder === undefined) alone.push(file);
    else if (!whole.has(folder.path)) {
      const entry = partly.get(folder.path) ?? { folder, files: new Set<string>() };
      partly.set(folder.path, entry);
      entry.files.add(file);
    }
  }
  const histories = [...whole.values()].map((folder): WantedHistory => ({ folder, files: 'all' }));
  return { histories: [...histories, ...partly.values()], alone };
}

async function filesOf(folder: string, cwd: string): Promise<readonly string[]> {
  const files = await sqlFilesBelow(folder);
  if (files.length > 0) return files;
  throw new PgairlockError('input-not-found', `The folder ${shownPath(cwd, folder)} holds no .sql file.`);
}
