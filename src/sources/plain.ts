import { downsBeside, findDownFiles, isSqlFile, migrationId } from './down-files.js';
import type { Folder } from './folder.js';
import type { Source } from './source.js';
import { type MigrationName, toMigration } from './to-migration.js';

// `20260101_books`, `001-add`, `2026-01-31-add`, `2026.01.31T10.00.00.add`.
const version = /^(?:\d+(?:[-.T]\d+)*(?=[-_. ]|$)|\d+)/;

/** `0001_books.sql` → version `0001`, name `books`. A name without a number is all name. */
export function plainName(file: string): MigrationName {
  const id = migrationId(file);
  const [number = ''] = version.exec(id) ?? [];
  return { id, version: number, name: id.slice(number.length).replace(/^[-_. ]+/, '') };
}

/** Most of the files' names begin with a number, so that their order means something. */
const isNumbered = (names: readonly string[]): boolean =>
  names.filter((name) => /^\d/.test(name)).length * 2 > names.length;

interface Names {
  readonly ups: readonly string[];
  readonly downs: readonly string[];
}

function sqlNames(folder: Folder): Names {
  const names = folder.files.filter(isSqlFile);
  const paired = downsBeside(names);
  const isDown = (name: string): boolean => paired.has(name) || /\.down\.sql$/i.test(name);
  return { ups: names.filter((name) => !isDown(name)), downs: names.filter(isDown) };
}

/** A folder of `.sql` files in order of their names, each applied in one transaction. */
export const plain: Source = {
  format: 'plain',

  async detect(folder) {
    const { ups } = sqlNames(folder);
    return ups.length > 0 && isNumbered(ups) ? 'its .sql files are numbered' : undefined;
  },

  async read(folder, detectedBecause, settings) {
    const { ups, downs: beside } = sqlNames(folder);
    const [files, downs] = await Promise.all([folder.read(ups), findDownFiles(folder, ups, beside)]);
    const transaction = settings.transaction ?? 'transaction';
    return {
      format: 'plain',
      detectedBecause,
      folder: folder.shown,
      migrations: files.map((file) =>
        toMigration(file, plainName(file.name), transaction, downs.byMigration.get(migrationId(file.name))),
      ),
      skipped: downs.orphans,
      supabase: false,
      exposedSchemas: [],
    };
  },
};
