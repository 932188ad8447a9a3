import type { SourceProblem, TransactionModel } from '../core/migration.js';
import { someFileHolds } from './evidence.js';
import { fileProblem } from './file-problem.js';
import type { Folder } from './folder.js';
import { type Listing, readListing } from './listing.js';
import { cutFile, type FileParts, findMarkers } from './marked-sections.js';
import { sqlFilesIn } from './nested-files.js';
import { byNumber, compareNumbers } from './order.js';
import { pairFiles } from './paired-files.js';
import type { Source } from './source.js';

// @see https://github.com/jackc/tern/blob/master/migrate/migrate.go
const separator = /---- create above \/ drop below ----/;
// Without `\r`: tern does not see the line in a file with CRLF, and keeps the transaction.
const noTransaction = /^---- tern: disable-tx ----$/m;
const template = /\{\{-?\s*template\s+"/;

/** tern: up above and down below one line, numbered from 1 without gaps. Files may include others of sub-folders. */
export const tern: Source = {
  format: 'tern',

  async detect(folder) {
    if (folder.files.includes('tern.conf')) return 'tern.conf is in the folder';
    if (await someFileHolds(folder, separator)) return 'its files hold "---- create above / drop below ----"';
    if (await someFileHolds(folder, noTransaction)) return 'its files hold "---- tern: disable-tx ----"';
    const includes = folder.folders.length > 0 && (await someFileHolds(folder, template));
    return includes ? 'its files include templates of sub-folders' : undefined;
  },

  async read(folder, because, settings) {
    const usual = settings.transaction ?? 'transaction';
    return readListing({
      format: 'tern',
      folder,
      because,
      listing: await list(folder),
      transactionOf: () => usual,
      cut: ({ text }) => cut(text, usual),
    });
  },
};

async function list(folder: Folder): Promise<Listing> {
  const listing = pairFiles({
    folder,
    nameOf: (file) => {
      const [, version, name = ''] = /^(\d+)_(.+)\.sql$/.exec(file) ?? [];
      return version === undefined ? undefined : { id: `${version}_${name}`, version, name, direction: 'up' };
    },
    order: byNumber,
    misnamed: 'tern skips this file: its name is not <number>_<name>.sql.',
  });
  const shared = await Promise.all(folder.folders.map((name) => sqlFilesIn(folder, name)));
  return {
    ...listing,
    skipped: [...listing.skipped, ...gaps(folder, listing)],
    companions: shared.flat().map((path) => ({ path, role: 'template for other files' })),
  };
}

function gaps(folder: Folder, { entries }: Listing): readonly SourceProblem[] {
  const versions = [...new Set(entries.map(({ name }) => name.version.replace(/^0+(?=\d)/, '')))];
  const missing = versions.findIndex((version, at) => compareNumbers(version, String(at + 1)) !== 0);
  const entry = entries.find(({ name }) => compareNumbers(name.version, versions[missing] ?? '') === 0);
  if (missing < 0 || entry === undefined) return [];
  return [
    fileProblem(folder, 'invalid-format', entry.up, `tern refuses the folder: migration ${missing + 1} is missing.`),
  ];
}

function cut(source: string, usual: TransactionModel): FileParts {
  const { markers, problems } = findMarkers(source, undefined, new RegExp(separator.source, 'g'));
  const [down] = markers;
  const start = { direction: 'up', span: { start: 0, end: 0 }, text: '' } as const;
  const parts = cutFile(source, [start, ...(down ? [down] : [])], () => usual, problems);
  return {
    ...parts,
    up: { ...parts.up, form: down ? 'section' : 'file', transaction: modelOf(parts.up.text, usual) },
    down: parts.down && { ...parts.down, transaction: modelOf(parts.down.text, usual) },
  };
}

/** tern splits such a half and sends one statement after the other. */
const modelOf = (text: string, usual: TransactionModel): TransactionModel =>
  noTransaction.test(text) ? 'autocommit' : usual;
