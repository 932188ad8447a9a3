import type { SourceProblem } from '../core/migration.js';
import { lex } from '../sql/lexer.js';
import { isSqlFile } from './down-files.js';
import { projectMentions } from './evidence.js';
import { fileProblem } from './file-problem.js';
import { flywayName, flywayOrder } from './flyway-name.js';
import type { Folder } from './folder.js';
import { type Entry, type Listing, readListing } from './listing.js';
import { compareParts } from './order.js';
import type { Source } from './source.js';

// What Flyway knows to be impossible in a transaction, by the beginning of a statement.
// @see https://github.com/flyway/flyway `PostgreSQLParser`
const standalone =
  /^(?:(?:CREATE|DROP)(?:\s+UNIQUE)?\s+INDEX\s+CONCURRENTLY|(?:CREATE|DROP)\s+(?:DATABASE|TABLESPACE|SUBSCRIPTION)|ALTER\s+SYSTEM|REINDEX(?:\s+VERBOSE)?\s+(?:SCHEMA|DATABASE|SYSTEM)|VACUUM|DISCARD\s+ALL)\b/i;

/**
 * Flyway: `V<version>__<name>.sql` by version, part by part, then `R__<name>.sql` by name; `U<version>__` is the undo. A file
 * of statements that cannot run in a transaction runs without one, as does one whose `.conf` says so.
 */
export const flyway: Source = {
  format: 'flyway',

  async detect(folder) {
    const names = folder.files.filter(isSqlFile).map(flywayName);
    if (!names.some((name) => name !== undefined && name.prefix !== 'U')) return undefined;
    return 'its files are named V<version>__<name>.sql';
  },

  async read(folder, because, settings) {
    const listing = list(folder);
    const confs = await Promise.all(listing.entries.map(({ up }) => folder.readOptional(`${up}.conf`)));
    const confOf = new Map(listing.entries.map(({ name }, at) => [name.id, confs[at] ?? '']));
    const modes = new Map<string, Mode>();
    const result = await readListing({
      format: 'flyway',
      folder,
      because,
      listing,
      transactionOf: ({ text, path }, { name }) => {
        const mode = modeOf(text);
        modes.set(path, mode);
        const isOff = /^\s*executeInTransaction\s*=\s*false\b/m.test(confOf.get(name.id) ?? '');
        return isOff || mode === 'standalone' ? 'autocommit' : (settings.transaction ?? 'transaction');
      },
    });
    const mixed = result.migrations.filter(({ path }) => modes.get(path) === 'mixed').map(({ path }) => toMixed(path));
    return { ...result, skipped: [...result.skipped, ...mixed] };
  },
};

type Mode = 'transaction' | 'standalone' | 'mixed';

function modeOf(text: string): Mode {
  if (!/CONCURRENTLY|DATABASE|TABLESPACE|SUBSCRIPTION|SYSTEM|REINDEX|VACUUM|DISCARD/i.test(text)) return 'transaction';
  const alone = lex(text).statements.map(({ start, end }) => standalone.test(text.slice(start, end)));
  if (!alone.includes(true)) return 'transaction';
  return alone.includes(false) ? 'mixed' : 'standalone';
}

const toMixed = (path: string): SourceProblem => ({
  ruleId: 'invalid-format',
  message:
    'Flyway refuses it unless "mixed" is set: statements that cannot run in a transaction stand beside others. Give them a file of their own.',
  path,
  span: { start: 0, end: 0 },
});

function list(folder: Folder): Listing {
  const files = folder.files.filter(isSqlFile);
  const named = files.flatMap((file) => ({ file, name: flywayName(file) }));
  const undos = named.flatMap(({ file, name }) => (name?.prefix === 'U' ? { file, version: name.version } : []));
  const undoOf = (version: string): string | undefined =>
    undos.find((undo) => compareParts(undo.version, version) === 0)?.file;
  const entries = named.flatMap(({ file, name }): Entry[] =>
    name === undefined || name.prefix === 'U' || name.prefix === 'B'
      ? []
      : [
          {
            name: { id: name.id, version: name.version, name: name.name },
            up: file,
            down: name.version === '' ? undefined : undoOf(name.version),
          },
        ],
  );
  const taken = new Set(entries.map(({ down }) => down));
  return {
    entries: entries.toSorted((a, b) => flywayOrder(a.name, b.name)),
    skipped: [
      ...named
        .filter(({ name }) => name === undefined)
        .map(({ file }) =>
          fileProblem(
            folder,
            'bad-file-name',
            file,
            'Flyway skips this file: its name is not V<version>__<name>.sql or R__<name>.sql.',
          ),
        ),
      ...undos
        .filter(({ file }) => !taken.has(file))
        .map(({ file }) => fileProblem(folder, 'unpaired-down-file', file, 'This undo file belongs to no migration.')),
    ],
    companions: named
      .filter(({ name }) => name?.prefix === 'B')
      .map(({ file }) => ({ path: file, role: 'baseline for new databases' })),
  };
}

/** Rust projects name files as Flyway does. */
export const isRefinery = async (folder: Folder): Promise<boolean> =>
  folder.files.some((file) => /^[UV]\d+(?:\.\d+)?__\w+\.rs$/.test(file)) ||
  projectMentions(folder, 'Cargo.toml', /^\s*refinery\b/m);
