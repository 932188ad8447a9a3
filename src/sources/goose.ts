import type { TransactionModel } from '../core/migration.js';
import { someFileHolds } from './evidence.js';
import { readListing } from './listing.js';
import { cutFile, type FileParts, findMarkers, type LocalProblem } from './marked-sections.js';
import { byNumber } from './order.js';
import { pairFiles, upNames } from './paired-files.js';
import type { Source } from './source.js';

/** The annotations that goose and its forerunner sql-migrate share, but for the word. */
interface Dialect {
  readonly format: 'goose' | 'sql-migrate';
  readonly up: RegExp;
  readonly down: RegExp;
  readonly begin: RegExp;
  readonly end: RegExp;
  readonly hasNoTransaction: (source: string, direction: 'up' | 'down') => boolean;
  /** Undefined where the tool skips the file. */
  readonly version: RegExp;
  readonly misnamed: string;
}

// @see https://pressly.github.io/goose/documentation/annotations/
const gooseDialect: Dialect = {
  format: 'goose',
  up: /^--[ \t]*\+goose[ \t]+up[ \t]*\r?$/gim,
  down: /^--[ \t]*\+goose[ \t]+down[ \t]*\r?$/gim,
  begin: /^--[ \t]*\+goose[ \t]+statementbegin\b/gim,
  end: /^--[ \t]*\+goose[ \t]+statementend\b/gim,
  hasNoTransaction: (source) => /^--[ \t]*\+goose[ \t]+no[ \t]+transaction\b/im.test(source),
  version: /^(\d+)_(.*)\.sql$/,
  misnamed: 'goose skips this file: its name is not <number>_<name>.sql.',
};

// @see https://github.com/rubenv/sql-migrate#writing-migrations
const sqlMigrateDialect: Dialect = {
  format: 'sql-migrate',
  up: /^--[ \t]*\+migrate[ \t]+up\b.*$/gim,
  down: /^--[ \t]*\+migrate[ \t]+down\b.*$/gim,
  begin: /^--[ \t]*\+migrate[ \t]+statementbegin\b/gim,
  end: /^--[ \t]*\+migrate[ \t]+statementend\b/gim,
  hasNoTransaction: (source, direction) =>
    new RegExp(`^--[ \\t]*\\+migrate[ \\t]+${direction}\\b.*\\bnotransaction\\b`, 'im').test(source),
  version: /^(\d*)[-_]?(.*)\.sql$/,
  misnamed: 'sql-migrate skips this file.',
};

const toSource = (dialect: Dialect, marker: string): Source => ({
  format: dialect.format,

  detect: async (folder) =>
    (await someFileHolds(folder, new RegExp(dialect.up.source, 'im'))) ? `its files hold "${marker}"` : undefined,

  read: (folder, because, settings) => {
    const usual = settings.transaction ?? 'transaction';
    return readListing({
      format: dialect.format,
      folder,
      because,
      listing: pairFiles({
        folder,
        nameOf: upNames(dialect.version),
        order: byNumber,
        misnamed: dialect.misnamed,
      }),
      transactionOf: () => usual,
      cut: ({ text }) => cut(text, dialect, usual, marker),
    });
  },
});

function cut(source: string, dialect: Dialect, usual: TransactionModel, marker: string): FileParts {
  const { markers, problems } = findMarkers(source, dialect.up, dialect.down);
  const modelOf = (direction: 'up' | 'down'): TransactionModel =>
    dialect.hasNoTransaction(source, direction) ? 'autocommit' : usual;
  return cutFile(source, markers, modelOf, [...problems, ...formProblems(source, dialect, markers.length, marker)]);
}

function formProblems(source: string, dialect: Dialect, markers: number, marker: string): readonly LocalProblem[] {
  if (source.trim() === '') return [];
  const begins = [...source.matchAll(dialect.begin)];
  const ends = [...source.matchAll(dialect.end)];
  const last = begins.at(-1);
  return [
    ...(markers === 0 || !new RegExp(dialect.up.source, 'im').test(source)
      ? [
          {
            ruleId: 'invalid-format',
            message: `${dialect.format} refuses it: there is no line "${marker}".`,
            span: { start: 0, end: 0 },
          },
        ]
      : []),
    ...(last && begins.length > ends.length
      ? [
          {
            ruleId: 'invalid-format',
            message: `${dialect.format} refuses it: StatementBegin without StatementEnd.`,
            span: { start: last.index, end: last.index + last[0].length },
          },
        ]
      : []),
  ];
}

/** goose: one file with `-- +goose Up` and `-- +goose Down`, in numeric order. NO TRANSACTION holds for both directions. */
export const goose = toSource(gooseDialect, '-- +goose Up');

/** sql-migrate: the same with `-- +migrate Up`; `notransaction` holds for the direction of its line. */
export const sqlMigrate = toSource(sqlMigrateDialect, '-- +migrate Up');
