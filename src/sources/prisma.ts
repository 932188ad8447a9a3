import { folderName, holdsFolders, listFolders } from './folder-per-migration.js';
import { readListing } from './listing.js';
import { byName } from './order.js';
import type { Source } from './source.js';

/** Prisma Migrate: `<timestamp>_<name>/migration.sql`, by folder name, each sent as one query. It never runs a down.sql. */
export const prisma: Source = {
  format: 'prisma',

  async detect(folder) {
    if (folder.files.includes('migration_lock.toml')) return 'migration_lock.toml is in the folder';
    return (await holdsFolders(folder, 'migration.sql')) ? 'its folders hold migration.sql' : undefined;
  },

  read: async (folder, because, settings) =>
    readListing({
      format: 'prisma',
      folder,
      uniqueVersions: false,
      because,
      listing: await listFolders(folder, { up: 'migration.sql', down: 'down.sql', tool: 'Prisma' }, folderName, byName),
      transactionOf: () => settings.transaction ?? 'simple-query',
    }),
};
