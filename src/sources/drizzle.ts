import path from 'node:path';
import { z } from 'zod';
import type { SourceProblem } from '../core/migration.js';
import { isSqlFile } from './down-files.js';
import { someFileHolds } from './evidence.js';
import { fileProblem, planProblem } from './file-problem.js';
import type { Folder } from './folder.js';
import { folderName, holdsFolders, listFolders } from './folder-per-migration.js';
import { type Listing, readListing } from './listing.js';
import { allUp } from './marked-sections.js';
import { byName } from './order.js';
import { pairFiles, upNames } from './paired-files.js';
import type { Source } from './source.js';

const journalPath = 'meta/_journal.json';
const journalSchema = z.object({
  entries: z.array(z.object({ idx: z.number(), when: z.number().optional(), tag: z.string() })),
});
const fileName = /^(\d+)_(.*)\.sql$/;

/**
 * drizzle-kit: `0000_name.sql` in order of `meta/_journal.json`, or `<timestamp>_name/migration.sql` beside `snapshot.json`.
 * All that is pending runs in one transaction. `--> statement-breakpoint` is a comment to PostgreSQL.
 */
export const drizzle: Source = {
  format: 'drizzle',

  async detect(folder) {
    if ((await folder.list('meta')).includes('_journal.json')) return `${journalPath} is in the folder`;
    if (await holdsFolders(folder, 'snapshot.json')) return 'its folders hold migration.sql and snapshot.json';
    // The Supabase CLI applies what drizzle-kit has written to its folder.
    if (path.basename(path.dirname(folder.path)) === 'supabase') return undefined;
    return (await someFileHolds(folder, /^--> statement-breakpoint|;--> statement-breakpoint/m))
      ? 'its files hold "--> statement-breakpoint"'
      : undefined;
  },

  read: async (folder, because, settings) =>
    readListing({
      format: 'drizzle',
      folder,
      uniqueVersions: false,
      because,
      listing: await list(folder),
      transactionOf: () => settings.transaction ?? 'transaction',
      cut: (file) => ({
        ...allUp(file.text, settings.transaction ?? 'transaction'),
        up: { text: endAtBreakpoints(file.text), form: 'file', transaction: settings.transaction ?? 'transaction' },
      }),
    }),
};

/** drizzle-kit cuts there, so that a statement before it needs no semicolon. */
const endAtBreakpoints = (text: string): string =>
  text.replaceAll('--> statement-breakpoint', ';                       ');

async function list(folder: Folder): Promise<Listing> {
  const journal = await folder.readOptional(journalPath);
  if (journal !== undefined) return fromJournal(folder, journal);
  if (!folder.files.some(isSqlFile)) {
    return listFolders(folder, { up: 'migration.sql', down: 'down.sql', tool: 'drizzle-kit' }, folderName, byName);
  }
  return byFileName(folder);
}

const byFileName = (folder: Folder): Listing =>
  pairFiles({
    folder,
    nameOf: upNames(fileName),
    order: byName,
    misnamed: 'drizzle-kit skips this file: its name is not <number>_<name>.sql.',
  });

function fromJournal(folder: Folder, text: string): Listing {
  const journal = readJournal(text);
  if (journal === undefined) {
    const listing = byFileName(folder);
    const problem = planProblem(folder, 'invalid-format', journalPath, 'The journal of drizzle-kit cannot be read.');
    return { ...listing, skipped: [...listing.skipped, problem] };
  }
  const entries = journal.toSorted((a, b) => a.idx - b.idx);
  const listed = new Set(entries.map(({ tag }) => `${tag}.sql`));
  return {
    entries: entries
      .filter(({ tag }) => folder.files.includes(`${tag}.sql`))
      .map(({ tag }) => ({ name: folderName(tag), up: `${tag}.sql` })),
    skipped: [
      ...entries
        .filter(({ tag }) => !folder.files.includes(`${tag}.sql`))
        .map(({ tag }) =>
          planProblem(
            folder,
            'missing-plan-file',
            journalPath,
            `The journal names ${tag}, and there is no ${tag}.sql.`,
          ),
        ),
      ...folder.files
        .filter((file) => isSqlFile(file) && !listed.has(file))
        .map((file) =>
          fileProblem(folder, 'bad-file-name', file, `drizzle-kit skips this file: ${journalPath} does not name it.`),
        ),
      ...outOfOrder(folder, entries),
    ],
  };
}

interface JournalEntry {
  readonly tag: string;
  readonly when?: number | undefined;
}

/** drizzle-kit applies only what is younger than the youngest that is applied. */
function outOfOrder(folder: Folder, entries: readonly JournalEntry[]): readonly SourceProblem[] {
  let latest = Number.NEGATIVE_INFINITY;
  return entries.flatMap(({ tag, when = latest }) => {
    const isLate = when < latest;
    latest = Math.max(latest, when);
    return isLate
      ? [
          fileProblem(
            folder,
            'invalid-format',
            `${tag}.sql`,
            'Its time in the journal is before that of an earlier entry: drizzle-kit never applies it where that one is applied.',
          ),
        ]
      : [];
  });
}

function readJournal(text: string): z.output<typeof journalSchema>['entries'] | undefined {
  try {
    const parsed = journalSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data.entries : undefined;
  } catch {
    return undefined;
  }
}
