import { readdirSync } from 'node:fs';
import path from 'node:path';

/** The folders right below, by their paths. */
export const foldersIn = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => path.join(folder, entry.name));

/**
 * The outermost folders that hold migrations: what a person would name on the command line. `isHistory` tells by the
 * names of its folders that a folder without files of its own is one history.
 */
export function migrationFolders(
  folder: string,
  isHistory: (folders: readonly string[]) => boolean = () => false,
): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  if (entries.some((entry) => entry.isFile())) return [folder];
  const below = foldersIn(folder);
  const names = below.map((place) => path.basename(place));
  if (isHistory(names) || (names.length > 3 && names.every((name) => /\d/.test(name)))) return [folder];
  return below.flatMap((place) => migrationFolders(place, isHistory));
}
