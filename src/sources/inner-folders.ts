import path from 'node:path';

// Sqitch keeps a folder for each kind of script, graphile-migrate one for what is committed.
const parts = new Set(['deploy', 'revert', 'verify', 'committed', 'current']);
const wholeMigrations = new Set(['up.sql', 'down.sql', 'migration.sql']);
const deepest = 6;

/** Folders around this one of which it may be a part, the nearest first: `schema` for `schema/deploy/tables`. */
export function partsAbove(folder: string): readonly string[] {
  const found: string[] = [];
  let at = folder;
  for (let level = 0; level < deepest; level += 1) {
    const above = path.dirname(at);
    if (above === at) break;
    if (parts.has(path.basename(at))) found.push(above);
    at = above;
  }
  return found;
}

export const isPartOfHistory = (folder: string): boolean => partsAbove(folder).length > 0;

/** Its folder is one migration, and the one around that holds the history. */
export const isWholeMigration = (file: string): boolean => wholeMigrations.has(path.basename(file));
