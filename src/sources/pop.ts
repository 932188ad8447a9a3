import { isSqlFile } from './down-files.js';
import type { Folder } from './folder.js';
import { readListing } from './listing.js';
import { byName } from './order.js';
import { type FileName, pairFiles } from './paired-files.js';
import type { Source } from './source.js';

// @see https://github.com/gobuffalo/pop/blob/main/match.go
const fileName = /^(\d+)_([^.]+)(\.[a-z0-9]+)?(\.autocommit)?\.(up|down)\.(sql|fizz)$/;
const postgres = ['postgres', 'postgresql', 'pg'];

function nameOf(file: string): (FileName & { readonly dialect: string; readonly autocommit: boolean }) | undefined {
  const [, version, name = '', dialect = '', autocommit, direction] = fileName.exec(file) ?? [];
  if (version === undefined) return undefined;
  return {
    id: `${version}_${name}`,
    version,
    name,
    direction: direction === 'down' ? 'down' : 'up',
    dialect: dialect === '.autocommit' ? '' : dialect.slice(1),
    autocommit: autocommit !== undefined || dialect === '.autocommit',
  };
}

/** pop: `<version>_<name>[.<dialect>].up.sql`. A file for PostgreSQL is taken instead of the one for every database. */
export const pop: Source = {
  format: 'pop',

  async detect(folder) {
    if (folder.files.some((file) => /\.(?:up|down)\.fizz$/.test(file))) return 'it holds .fizz files';
    const names = folder.files.filter(isSqlFile).map(nameOf);
    const isPop = names.every(Boolean) && names.some((name) => name?.dialect || name?.autocommit);
    return isPop ? 'its files name the database: <version>_<name>.postgres.up.sql' : undefined;
  },

  read: (folder, because, settings) => {
    const { own, others } = chooseDialect(folder);
    const listing = pairFiles({
      folder: { ...folder, files: own },
      nameOf,
      order: byName,
      misnamed: 'pop skips this file: its name is not <version>_<name>.up.sql or .down.sql.',
    });
    return readListing({
      format: 'pop',
      folder,
      because,
      listing: { ...listing, companions: others.map((path) => ({ path, role: 'file for another database' })) },
      transactionOf: (file) => (nameOf(file.name)?.autocommit ? 'autocommit' : (settings.transaction ?? 'transaction')),
    });
  },
};

/** The files that pop takes on PostgreSQL, and those that it takes elsewhere. */
function chooseDialect(folder: Folder): { readonly own: readonly string[]; readonly others: readonly string[] } {
  const files = folder.files.filter(isSqlFile);
  const keyOf = (file: string): string => {
    const name = nameOf(file);
    return `${name?.id} ${name?.direction}`;
  };
  const dialectOf = (file: string): string => nameOf(file)?.dialect ?? '';
  const special = new Set(files.filter((file) => postgres.includes(dialectOf(file))).map(keyOf));
  const own = files.filter((file) =>
    dialectOf(file) === ''
      ? nameOf(file) === undefined || !special.has(keyOf(file))
      : postgres.includes(dialectOf(file)),
  );
  return { own, others: files.filter((file) => !own.includes(file)) };
}
