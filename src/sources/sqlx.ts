import { isSqlFile } from './down-files.js';
import { projectMentions, someFileHolds } from './evidence.js';
import { readListing } from './listing.js';
import { byNumber } from './order.js';
import { pairFiles } from './paired-files.js';
import type { Source } from './source.js';

// @see https://github.com/launchbadge/sqlx/blob/main/sqlx-core/src/migrate/source.rs
const fileName = /^(\d+)_(.*?)(\.up|\.down)?\.sql$/;
const noTransaction = /^-- no-transaction/;

/** sqlx: `<number>_<name>.sql`, or `.up.sql` with `.down.sql`, by number; `-- no-transaction` as its very first text. */
export const sqlx: Source = {
  format: 'sqlx',

  async detect(folder) {
    const files = folder.files.filter(isSqlFile);
    if (files.length === 0 || !files.every((file) => fileName.test(file))) return undefined;
    if (await someFileHolds(folder, noTransaction)) return 'a file begins with "-- no-transaction"';
    if (await someFileHolds(folder, /^-- Add (?:up |down )?migration script here/m)) {
      return 'its files hold "-- Add migration script here"';
    }
    return (await projectMentions(folder, 'Cargo.toml', /^\s*sqlx\b/m)) ? 'Cargo.toml names sqlx' : undefined;
  },

  read: (folder, because, settings) =>
    readListing({
      format: 'sqlx',
      folder,
      because,
      listing: pairFiles({
        folder,
        nameOf: (file) => {
          const [, version, name = '', ending] = fileName.exec(file) ?? [];
          if (version === undefined) return undefined;
          return { id: `${version}_${name}`, version, name, direction: ending === '.down' ? 'down' : 'up' };
        },
        order: byNumber,
        misnamed: 'sqlx skips this file: its name is not <number>_<name>.sql.',
      }),
      transactionOf: ({ text }) =>
        noTransaction.test(text) ? 'simple-query' : (settings.transaction ?? 'transaction'),
    }),
};
