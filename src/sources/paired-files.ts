import type { Direction, SourceProblem } from '../core/migration.js';
import { isSqlFile } from './down-files.js';
import { fileProblem } from './file-problem.js';
import type { Folder } from './folder.js';
import type { Entry, Listing } from './listing.js';
import type { MigrationName } from './migration-name.js';

export interface FileName extends MigrationName {
  readonly direction: Direction;
}

export interface PairingOptions {
  readonly folder: Folder;
  /** Undefined: the tool passes the file over. */
  readonly nameOf: (file: string) => FileName | undefined;
  readonly order: (a: MigrationName, b: MigrationName) => number;
  /** Why it passes files over, for people: «goose skips this file: …». */
  readonly misnamed: string;
  /** What joins a down to its up. Default: the id. */
  readonly keyOf?: ((name: MigrationName) => string) | undefined;
}

/**
 * Names files that hold ups only.
 * @param pattern of the whole file name; its groups are the version and the name
 */
export const upNames =
  (pattern: RegExp): PairingOptions['nameOf'] =>
  (file) => {
    const [, version, name = ''] = pattern.exec(file) ?? [];
    return version === undefined ? undefined : { id: file.replace(/\.sql$/i, ''), version, name, direction: 'up' };
  };

/** The `.sql` files of one folder, by name: those of one key are the two directions of one migration. */
export function pairFiles({ folder, nameOf, order, misnamed, keyOf = ({ id }) => id }: PairingOptions): Listing {
  const named = folder.files.filter(isSqlFile).map((file) => ({ file, name: nameOf(file) }));
  const downs = new Map<string, string>();
  const orphans: SourceProblem[] = [];
  for (const { file, name } of named) if (name?.direction === 'down') downs.set(keyOf(name), file);
  const entries = named.flatMap(({ file, name }): Entry[] =>
    name?.direction === 'up' ? [{ name: toName(name), up: file, down: downs.get(keyOf(name)) }] : [],
  );
  const taken = new Set(entries.map(({ down }) => down));
  for (const file of downs.values()) {
    if (!taken.has(file)) {
      orphans.push(fileProblem(folder, 'unpaired-down-file', file, 'This down file belongs to no migration.'));
    }
  }
  return {
    entries: entries.toSorted((a, b) => order(a.name, b.name)),
    skipped: [
      ...named
        .filter(({ name }) => name === undefined)
        .map(({ file }) => fileProblem(folder, 'bad-file-name', file, misnamed)),
      ...orphans,
    ],
  };
}

const toName = ({ id, version, name }: FileName): MigrationName => ({ id, version, name });
