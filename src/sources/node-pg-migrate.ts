import { projectMentions, someFileHolds } from './evidence.js';
import { readListing } from './listing.js';
import { allUp, cutFile, findMarkers } from './marked-sections.js';
import { byNumber } from './order.js';
import { pairFiles } from './paired-files.js';
import type { Source } from './source.js';

// @see https://github.com/salsita/node-pg-migrate/blob/main/src/sqlMigration.ts
const upLine = /^[ \t]*--[ \t-]*up\s+migration.*$/gim;
const downLine = /^[ \t]*--[ \t-]*down\s+migration.*$/gim;
const stamped = /^(?:\d{13}|\d{17})[-_]/;

/** node-pg-migrate's SQL files: `-- Up Migration` and `-- Down Migration` in either order, by number. Always in a transaction. */
export const nodePgMigrate: Source = {
  format: 'node-pg-migrate',

  async detect(folder) {
    if (!(await someFileHolds(folder, /^\s*--[\s-]*up\s+migration/im))) return undefined;
    if (folder.files.some((file) => stamped.test(file))) return 'its files hold "-- Up Migration"';
    const named = await projectMentions(folder, 'package.json', /"node-pg-migrate"/);
    return named ? 'package.json names node-pg-migrate' : undefined;
  },

  read: (folder, because, settings) => {
    const usual = settings.transaction ?? 'transaction';
    return readListing({
      format: 'node-pg-migrate',
      folder,
      because,
      listing: pairFiles({
        folder,
        nameOf: (file) => {
          const [, version, name = '', down] = /^(\d+)[-_]?(.*?)(?:\.(?:up|(down)))?\.sql$/.exec(file) ?? [];
          if (version === undefined) return undefined;
          const id = file.replace(/(?:\.(?:up|down))?\.sql$/, '');
          return { id, version, name, direction: down ? 'down' : 'up' };
        },
        order: byNumber,
        misnamed: 'node-pg-migrate refuses this file: its name does not begin with a number.',
      }),
      transactionOf: () => usual,
      cut: ({ text }, { down }) => {
        const { markers, problems } = findMarkers(text, upLine, downLine);
        return markers.length === 0 || down !== undefined
          ? allUp(text, usual, problems)
          : cutFile(text, markers, () => usual, problems);
      },
    });
  },
};
