import type { SourceProblem } from '../core/migration.js';
import type { Folder, SourceFile } from './folder.js';
import { migrationId } from './migration-name.js';

const downEnding = /(?:[._-](?:down|rollback))\.sql$/i;
const leadingVersion = /^\d+/;
const insideFolders = ['down', 'downs', 'rollback', 'rollbacks'];
const besideFolders = ['../rollback', '../rollbacks'];

/** Folders in which a project keeps its down files, by name. */
export const isDownFolder = (name: string): boolean => insideFolders.includes(name);

export const isSqlFile = (name: string): boolean => /\.sql$/i.test(name);

/** `0001_books_down.sql`, `rollbacks/0001_books.sql` → `0001_books`. */
const undoneId = (name: string): string => {
  const file = name.slice(name.lastIndexOf('/') + 1);
  return migrationId(file.replace(downEnding, ''));
};

/**
 * Of the files of one folder, those that undo another one of it. An ending alone does not tell: `0009_add_rollback.sql`
 * is a migration where there is no `0009_add.sql`.
 */
export function downsBeside(names: readonly string[]): ReadonlySet<string> {
  const ids = new Set(names.map(migrationId));
  return new Set(names.filter((name) => downEnding.test(name) && ids.has(undoneId(name))));
}

export interface DownFiles {
  /** By the id of the migration. */
  readonly byMigration: ReadonlyMap<string, SourceFile>;
  /** Down files that no migration has. */
  readonly orphans: readonly SourceProblem[];
}

/**
 * Reads the separate down files of a folder's migrations: `beside` them with a `_down`, `.down` or `_rollback` ending, or
 * in a `rollback`, `rollbacks` or `down` folder inside or next to theirs, with the same base name or the same version.
 */
export async function findDownFiles(
  folder: Folder,
  migrations: readonly string[],
  beside: readonly string[],
): Promise<DownFiles> {
  const names = [...beside, ...(await namesInDownFolders(folder))];
  const bases = new Set(migrations.map(migrationId));
  const byMigration = new Map<string, SourceFile>();
  const orphans: SourceProblem[] = [];
  for (const file of await folder.read(names)) {
    const base = migrationOf(file.name, bases);
    if (base === undefined) orphans.push(toOrphan(file));
    else if (!byMigration.has(base)) byMigration.set(base, file);
  }
  return { byMigration, orphans };
}

async function namesInDownFolders(folder: Folder): Promise<readonly string[]> {
  const inside = folder.folders.filter(isDownFolder);
  const listed = await Promise.all(
    [...inside, ...besideFolders].map(async (below) =>
      (await folder.list(below)).filter(isSqlFile).map((name) => `${below}/${name}`),
    ),
  );
  return listed.flat();
}

function migrationOf(name: string, bases: ReadonlySet<string>): string | undefined {
  const base = undoneId(name);
  if (bases.has(base)) return base;
  const version = leadingVersion.exec(base)?.[0];
  if (version === undefined) return undefined;
  const sameVersion = [...bases].filter((other) => leadingVersion.exec(other)?.[0] === version);
  return sameVersion.length === 1 ? sameVersion[0] : undefined;
}

const toOrphan = (file: SourceFile): SourceProblem => ({
  ruleId: 'unpaired-down-file',
  message: 'This down file belongs to no migration: no file in the migrations folder has its name or its version.',
  path: file.path,
  span: { start: 0, end: 0 },
});
