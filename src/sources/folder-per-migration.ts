import { fileProblem } from './file-problem.js';
import type { Folder } from './folder.js';
import type { Entry, Listing } from './listing.js';
import type { MigrationName } from './migration-name.js';
import type { Companion } from './source.js';

export interface NestedNames {
  readonly up: string;
  readonly down: string;
  readonly tool: string;
}

const numbered = /^\d+/;

/** Whether the first numbered folders hold such a file. */
export async function holdsFolders(folder: Folder, file: string): Promise<boolean> {
  const some = folder.folders.filter((name) => numbered.test(name)).slice(0, 3);
  const lists = await Promise.all(some.map((name) => folder.list(name)));
  return lists.some((names) => names.includes(file));
}

/** Folders of one migration each: `20260101120000_books/up.sql`. */
export async function listFolders(
  folder: Folder,
  { up, down, tool }: NestedNames,
  toName: (folder: string) => MigrationName,
  order: (a: MigrationName, b: MigrationName) => number,
): Promise<Listing> {
  const lists = await Promise.all(folder.folders.map((name) => folder.list(name)));
  const listed = folder.folders.map((name, at) => ({ name, files: (lists[at] ?? []).filter(isSql) }));
  const entries = listed.flatMap(({ name, files }): Entry[] =>
    files.includes(up)
      ? [
          {
            name: toName(name),
            up: `${name}/${up}`,
            down: files.includes(down) ? `${name}/${down}` : undefined,
          },
        ]
      : [],
  );
  const others = listed.flatMap(({ name, files }) =>
    files.filter((file) => file !== up && file !== down).map((file) => `${name}/${file}`),
  );
  return {
    entries: entries.toSorted((a, b) => order(a.name, b.name)),
    skipped: [
      ...listed
        .filter(({ files }) => files.includes(down) && !files.includes(up))
        .map(({ name }) =>
          fileProblem(folder, 'unpaired-down-file', `${name}/${down}`, `There is no ${up} beside it.`),
        ),
      ...folder.files
        .filter(isSql)
        .map((file) =>
          fileProblem(folder, 'bad-file-name', file, `${tool} skips this file: it is not in a folder of its own.`),
        ),
    ],
    companions: others.map((path): Companion => ({ path, role: 'other file of a migration' })),
  };
}

const isSql = (file: string): boolean => /\.sql$/i.test(file);

/** `20260101_books` → version and name at the first `_`; dashes of a date belong to the version. */
export function folderName(name: string): MigrationName {
  const at = name.indexOf('_');
  return at < 0
    ? { id: name, version: name, name }
    : { id: name, version: name.slice(0, at), name: name.slice(at + 1) };
}
