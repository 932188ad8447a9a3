import { isSqlFile } from './down-files.js';
import { readListing } from './listing.js';
import { byNumber } from './order.js';
import { pairFiles } from './paired-files.js';
import type { Source } from './source.js';

// @see https://github.com/golang-migrate/migrate/blob/master/source/parse.go
const fileName = /^([0-9]+)_(.*)\.(down|up)\.sql$/;

/** golang-migrate and tools that name files alike: `1_books.up.sql` and `1_books.down.sql`, each sent as one query. */
export const golangMigrate: Source = {
  format: 'golang-migrate',

  async detect(folder) {
    const files = folder.files.filter(isSqlFile);
    const isPaired = files.length > 0 && files.every((file) => fileName.test(file));
    return isPaired ? 'its files are named <number>_<name>.up.sql and .down.sql' : undefined;
  },

  read: (folder, because, settings) =>
    readListing({
      format: 'golang-migrate',
      folder,
      because,
      listing: pairFiles({
        folder,
        nameOf: (file) => {
          const [, version, name = '', direction] = fileName.exec(file) ?? [];
          if (version === undefined) return undefined;
          return { id: `${version}_${name}`, version, name, direction: direction === 'down' ? 'down' : 'up' };
        },
        order: byNumber,
        keyOf: ({ version }) => version.replace(/^0+(?=\d)/, ''),
        misnamed: 'golang-migrate skips this file: its name is not <number>_<name>.up.sql or .down.sql.',
      }),
      transactionOf: () => settings.transaction ?? 'simple-query',
    }),
};
