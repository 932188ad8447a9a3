import { isSqlFile } from './down-files.js';
import { readListing } from './listing.js';
import { byName } from './order.js';
import type { Source } from './source.js';

const stamped = /^(\d{4}\.\d{2}\.\d{2}T\d{2}\.\d{2}(?:\.\d{2})?)\.(.*)\.sql$/;

/** umzug's template: `2026.01.31T10.00.00.books.sql`, its down under the same name in `down/`, by name. */
export const umzug: Source = {
  format: 'umzug',

  detect: async (folder) =>
    folder.files.some((file) => stamped.test(file))
      ? 'its files are named <YYYY.MM.DDTHH.mm.ss>.<name>.sql'
      : undefined,

  async read(folder, because, settings) {
    const downs = new Set((await folder.list('down')).filter(isSqlFile));
    const ups = folder.files.filter(isSqlFile);
    const entries = ups.map((file) => {
      const [, version = '', name = file.replace(/\.sql$/i, '')] = stamped.exec(file) ?? [];
      const id = file.replace(/\.sql$/i, '');
      return { name: { id, version, name }, up: file, down: downs.has(file) ? `down/${file}` : undefined };
    });
    return readListing({
      format: 'umzug',
      folder,
      because,
      listing: {
        entries: entries.toSorted((a, b) => byName(a.name, b.name)),
        skipped: [...downs]
          .filter((file) => !ups.includes(file))
          .map((file) => ({
            ruleId: 'unpaired-down-file',
            message: 'This down file belongs to no migration.',
            path: folder.shown === '.' ? `down/${file}` : `${folder.shown}/down/${file}`,
            span: { start: 0, end: 0 },
          })),
      },
      transactionOf: () => settings.transaction ?? 'simple-query',
    });
  },
};
