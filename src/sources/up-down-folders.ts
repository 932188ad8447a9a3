import type { Folder } from './folder.js';
import { folderName, holdsFolders, listFolders } from './folder-per-migration.js';
import { readListing } from './listing.js';
import { byNumber, byText } from './order.js';
import type { Source } from './source.js';

const names = { up: 'up.sql', down: 'down.sql' };
// Hasura numbers by the milliseconds of the clock.
const milliseconds = /^\d{13}(?:_|$)/;

const isHasura = (folder: Folder): boolean =>
  folder.folders.filter((name) => milliseconds.test(name)).length * 2 > folder.folders.length;

/** Hasura: `<milliseconds>_<name>/up.sql` and `down.sql`, by number, in a transaction. */
export const hasura: Source = {
  format: 'hasura',

  detect: async (folder) =>
    isHasura(folder) && (await holdsFolders(folder, names.up))
      ? 'its folders are numbered by milliseconds and hold up.sql'
      : undefined,

  read: async (folder, because, settings) =>
    readListing({
      format: 'hasura',
      folder,
      because,
      listing: await listFolders(folder, { ...names, tool: 'Hasura' }, folderName, byNumber),
      transactionOf: () => settings.transaction ?? 'transaction',
    }),
};

/** Diesel: `<date>_<name>/up.sql` and `down.sql`; `run_in_transaction = false` in a folder's metadata.toml. */
export const diesel: Source = {
  format: 'diesel',

  detect: async (folder) => ((await holdsFolders(folder, names.up)) ? 'its folders hold up.sql' : undefined),

  async read(folder, because, settings) {
    const listing = await listFolders(folder, { ...names, tool: 'Diesel' }, folderName, (a, b) =>
      byText(a.version.replaceAll('-', ''), b.version.replaceAll('-', '')),
    );
    const metadata = await Promise.all(
      listing.entries.map(({ name }) => folder.readOptional(`${name.id}/metadata.toml`)),
    );
    const alone = new Set(
      listing.entries
        .filter((_, at) => /^\s*run_in_transaction\s*=\s*false\b/m.test(metadata[at] ?? ''))
        .map(({ name }) => name.id),
    );
    return readListing({
      format: 'diesel',
      folder,
      because,
      listing,
      transactionOf: (_, { name }) => (alone.has(name.id) ? 'simple-query' : (settings.transaction ?? 'transaction')),
    });
  },
};
