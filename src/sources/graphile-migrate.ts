import type { SourceProblem } from '../core/migration.js';
import { isSqlFile } from './down-files.js';
import { someFileHolds } from './evidence.js';
import { fileProblem } from './file-problem.js';
import type { Folder, SourceFile } from './folder.js';
import { type Entry, readListing } from './listing.js';
import { compareNumbers } from './order.js';
import type { Companion, Source } from './source.js';
import { hasLiveSql } from './uncomment.js';

// @see https://github.com/graphile/migrate
const committedName = /^([0-9]+)(?:-([-_a-zA-Z0-9]*))?\.sql$/;
// The header ends at the first line of another kind.
const headerLines = /^(?:--! .*(?:\r?\n|$))*/;
const hashLine = /^--! (Previous|Hash):[ \t]*(\S+)[ \t]*$/gm;
const header = /^--! (?:Previous|Hash):/m;

/**
 * graphile-migrate: `committed/000001.sql` by number, each naming the hash of the one before, then what is in work:
 * `current.sql` or `current/`. Up only; `--! no-transaction` begins a file that runs without one.
 */
export const graphileMigrate: Source = {
  format: 'graphile-migrate',

  async detect(folder) {
    if (folder.folders.includes('committed')) {
      const inside = await folder.list('committed');
      const hasCurrent = folder.files.includes('current.sql') || folder.folders.includes('current');
      if (inside.some((file) => committedName.test(file)) && hasCurrent) return 'committed/ is beside what is in work';
    }
    return (await someFileHolds(folder, header)) ? 'its files begin with "--! Previous:"' : undefined;
  },

  async read(folder, because, settings) {
    const { entries, companions, skipped } = await list(folder);
    const files = await folder.read(entries.map(({ up }) => up));
    const chain = readChain(entries, files);
    const used = entries.filter((_, at) => !isIdleCurrent(files[at]));
    const idle = entries.filter((entry) => !used.includes(entry));
    return readListing({
      format: 'graphile-migrate',
      folder,
      because,
      listing: {
        entries: used.map((entry) => ({ ...entry, dependencies: chain.dependencies.get(entry.name.id) ?? [] })),
        skipped: [...skipped, ...chain.broken.map((file) => brokenLink(folder, file))],
        companions: [...companions, ...idle.map(({ up }) => ({ path: up, role: 'nothing in work' }))],
      },
      transactionOf: ({ text }, { up }) =>
        isCommitted(up) && /^(?:--! .*\r?\n)*\s*--!\s*no-transaction\b/.test(text)
          ? 'simple-query'
          : (settings.transaction ?? 'transaction'),
    });
  },
};

const isCommitted = (path: string): boolean => !/^current(?:\.sql$|\/)/.test(path);
const isIdleCurrent = (file: SourceFile | undefined): boolean =>
  file?.name === 'current.sql' && file.problem === undefined && !hasLiveSql(file.text);

interface Files {
  readonly entries: readonly Entry[];
  readonly companions: readonly Companion[];
  readonly skipped: readonly SourceProblem[];
}

async function list(folder: Folder): Promise<Files> {
  const inside = folder.folders.includes('committed') ? await folder.list('committed') : undefined;
  const committed = (inside ?? folder.files).filter(isSqlFile);
  const at = inside === undefined ? '' : 'committed/';
  const work = (await folder.list('current')).filter((file) => /^\d+.*\.sql$/.test(file));
  const beside = inside === undefined ? [] : folder.files.filter((file) => isSqlFile(file) && file !== 'current.sql');
  const current = [
    ...(folder.files.includes('current.sql') ? ['current.sql'] : []),
    ...work.map((file) => `current/${file}`),
  ];
  const entries = committed.flatMap((file): Entry[] => {
    const [, version, name = ''] = committedName.exec(file) ?? [];
    return version === undefined
      ? []
      : [{ name: { id: file.replace(/\.sql$/, ''), version, name }, up: `${at}${file}` }];
  });
  return {
    entries: [
      ...entries.toSorted((a, b) => compareNumbers(a.name.version, b.name.version)),
      ...current.map((up): Entry => ({ name: { id: up.replace(/\.sql$/, ''), version: '', name: 'current' }, up })),
    ],
    companions: beside.map((path) => ({ path, role: 'hook' })),
    skipped: committed
      .filter((file) => !committedName.test(file) && !current.includes(`${at}${file}`))
      .map((file) =>
        fileProblem(
          folder,
          'bad-file-name',
          `${at}${file}`,
          'graphile-migrate refuses this file: its name is not <number>-<name>.sql.',
        ),
      ),
  };
}

interface Chain {
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
  /** Paths of files whose `Previous` is not the hash of the file before. */
  readonly broken: readonly string[];
}

const headerOf = (file: SourceFile | undefined): string => headerLines.exec(file?.text ?? '')?.[0] ?? '';

function readChain(entries: readonly Entry[], files: readonly SourceFile[]): Chain {
  const links = entries.map(({ name, up }, at) => {
    const headers = new Map(
      [...headerOf(files[at]).matchAll(hashLine)].map(([, key = '', value = '']) => [key, value]),
    );
    return { id: name.id, up, hash: headers.get('Hash'), previous: headers.get('Previous') };
  });
  const idOf = new Map(links.flatMap(({ id, hash }) => (hash === undefined ? [] : [[hash, id] as const])));
  const before = (previous: string | undefined): string | undefined => idOf.get(previous ?? '');
  const last = links.findLast(({ hash }) => hash !== undefined)?.id;
  return {
    dependencies: new Map(
      links.map(({ id, up, previous }) => {
        const dependency = isCommitted(up) ? before(previous) : last;
        return [id, dependency === undefined ? [] : [dependency]];
      }),
    ),
    broken: links
      .filter(({ previous }, at) => previous !== undefined && previous !== '-' && previous !== links[at - 1]?.hash)
      .map(({ up }) => up),
  };
}

const brokenLink = (folder: Folder, file: string): SourceProblem =>
  fileProblem(
    folder,
    'invalid-format',
    file,
    'graphile-migrate refuses it: "--! Previous:" is not the hash of the file before.',
  );
