import { projectMentions, someFileHolds } from './evidence.js';
import { readListing } from './listing.js';
import { byNumber } from './order.js';
import { pairFiles, upNames } from './paired-files.js';
import type { Source } from './source.js';

// @see https://github.com/ThomWright/postgres-migrations
const fileName = /^(\d+)[-_]?(.*)\.sql$/i;
const noTransaction = /postgres-migrations disable-transaction/;

/** postgres-migrations: numbered from 1, up only, in a transaction unless the file says otherwise anywhere. */
export const postgresMigrations: Source = {
  format: 'postgres-migrations',

  async detect(folder) {
    if (!folder.files.some((file) => fileName.test(file))) return undefined;
    if (await someFileHolds(folder, noTransaction)) return 'a file holds "postgres-migrations disable-transaction"';
    const named = await projectMentions(folder, 'package.json', /"postgres-migrations"/);
    return named ? 'package.json names postgres-migrations' : undefined;
  },

  read: (folder, because, settings) =>
    readListing({
      format: 'postgres-migrations',
      folder,
      because,
      listing: pairFiles({
        folder,
        nameOf: upNames(fileName),
        order: byNumber,
        misnamed: 'postgres-migrations refuses this file: its name does not begin with a number.',
      }),
      transactionOf: ({ text }) =>
        noTransaction.test(text) ? 'simple-query' : (settings.transaction ?? 'transaction'),
    }),
};
