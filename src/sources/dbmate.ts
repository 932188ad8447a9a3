import type { TransactionModel } from '../core/migration.js';
import { someFileHolds } from './evidence.js';
import { fileProblem } from './file-problem.js';
import { readListing } from './listing.js';
import { cutFile, type FileParts, findMarkers, type Marker } from './marked-sections.js';
import { byText } from './order.js';
import { pairFiles } from './paired-files.js';
import type { Source } from './source.js';

// @see https://github.com/amacneil/dbmate/blob/main/pkg/dbmate/migration.go
const upLine = /^--\s*migrate:up(?:[^\S\n]*$|[^\S\n]+\S.*$)/gm;
const downLine = /^--\s*migrate:down(?:[^\S\n]*$|[^\S\n]+\S.*$)/gm;
const fileName = /^(\d+)(.*)\.sql$/;

/** dbmate: both directions in one file, behind `-- migrate:up` and `-- migrate:down`, in order of the file names as text. */
export const dbmate: Source = {
  format: 'dbmate',

  detect: async (folder) =>
    (await someFileHolds(folder, /^--\s*migrate:up\b/m)) ? 'its files hold "-- migrate:up"' : undefined,

  read: (folder, because, settings) =>
    readListing({
      format: 'dbmate',
      folder,
      because,
      listing: pairFiles({
        folder,
        nameOf: (file) => {
          const [, version, rest = ''] = fileName.exec(file) ?? [];
          return version === undefined
            ? undefined
            : { id: `${version}${rest}`, version, name: rest.replace(/^[-_]/, ''), direction: 'up' };
        },
        order: (a, b) => byText(`${a.id}.sql`, `${b.id}.sql`),
        misnamed: 'dbmate skips this file: its name does not begin with a number.',
      }),
      transactionOf: () => settings.transaction ?? 'transaction',
      cut: ({ text }) => cut(text, settings.transaction ?? 'transaction'),
      check: (files) =>
        files
          .filter(({ text, problem }) => problem === undefined && !/^--\s*migrate:up\b/m.test(text))
          .map(({ name }) =>
            fileProblem(folder, 'invalid-format', name, 'dbmate refuses it: there is no line "-- migrate:up".'),
          ),
    }),
};

function cut(source: string, usual: TransactionModel): FileParts {
  const { markers, problems } = findMarkers(source, upLine, downLine);
  const hasDown = markers.some(({ direction }) => direction === 'down');
  const [first] = markers;
  return cutFile(
    source,
    markers,
    (direction) =>
      modelOf(
        markers.find((one) => one.direction === direction),
        usual,
      ),
    [
      ...problems,
      ...(first && !hasDown
        ? [
            {
              ruleId: 'invalid-format',
              message: 'dbmate refuses it: there is no line "-- migrate:down".',
              span: first.span,
            },
          ]
        : []),
    ],
  );
}

/** Without its transaction dbmate still sends the whole section at once. */
const modelOf = (marker: Marker | undefined, usual: TransactionModel): TransactionModel =>
  marker !== undefined && /\stransaction:false\b/.test(marker.text) ? 'simple-query' : usual;
