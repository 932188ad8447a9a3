import { checksum } from './checksum.js';
import { downsBeside, findDownFiles, isSqlFile } from './down-files.js';
import type { Folder } from './folder.js';
import { migrationId, plainName } from './migration-name.js';
import { sameVersions } from './same-versions.js';
import type { Source } from './source.js';
import { toMigration } from './to-migration.js';

/** Most of the files' names begin with a number, so that their order means something. */
const isNumbered = (names: readonly string[]): boolean =>
  names.filter((name) => /^\d/.test(name)).length * 2 > names.length;

/** Several files a day are told apart by the number behind the date: `20260105_002_books.sql`. */
const numberOf = (name: string): string => /^(?:\d{8}_\d+(?=_)|\d+)/.exec(name)?.[0].replace('_', '') ?? '';

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

/** A folder of `.sql` files in order of their names, each applied in one transaction where that is possible. */
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
        toMigration({
          file,
          name: plainName(file.name),
          transaction,
          // No other tool is known to apply them.
          adaptive: settings.transaction === undefined,
          downFile: downs.byMigration.get(migrationId(file.name)),
          checksum,
        }),
      ),
      skipped: [
        ...sameVersions(
          folder,
          ups.map((file) => ({ version: numberOf(file), file })),
        ),
        ...downs.orphans,
      ],
      supabase: false,
      exposedSchemas: [],
    };
  },
};
