import { isRefinery } from './flyway.js';
import { readListing } from './listing.js';
import { compareParts } from './order.js';
import { pairFiles, upNames } from './paired-files.js';
import type { Source } from './source.js';

// @see https://github.com/rust-db/refinery/blob/main/refinery_core/src/util.rs
const fileName = /^[UV](\d+(?:\.\d+)?)__(\w+)\.sql$/;

/** refinery: `V<version>__<name>.sql`; here `U` is no undo but a migration that may run out of order. Up only. */
export const refinery: Source = {
  format: 'refinery',

  detect: async (folder) =>
    folder.files.some((file) => fileName.test(file)) && (await isRefinery(folder))
      ? 'its files are named V<version>__<name>.sql in a project with refinery'
      : undefined,

  read: (folder, because, settings) =>
    readListing({
      format: 'refinery',
      folder,
      because,
      listing: pairFiles({
        folder,
        nameOf: upNames(fileName),
        order: (a, b) => compareParts(a.version, b.version),
        misnamed: 'refinery skips this file: its name is not V<version>__<name>.sql.',
      }),
      transactionOf: () => settings.transaction ?? 'transaction',
    }),
};
