import { z } from 'zod';
import type { Migration } from '../../core/migration.js';
import type { Base, BaseMigration } from '../../engine/base.js';
import { defineRule } from '../../engine/rule.js';

const start = { start: 0, end: 0 };
const books = 'create table books (id bigint);';
const loans = 'create table loans (id bigint);';

export default defineRule({
  id: 'out-of-order',
  category: 'history',
  severity: 'warning',
  presets: { recommended: true, strict: true, supabase: 'error' },
  docs: {
    summary: 'Let a new migration come after all that are applied.',
    condition:
      'A migration that is new since the commit that is compared with (`--since`, `--staged`, `--changed`) sorts before one ' +
      'that was there already.',
    effect:
      'A database that has the later one refuses the new one or skips it (`supabase db push` stops), while a fresh database ' +
      'applies them in another order than every existing one did.',
    workaround: 'Rename the new file so that its version is later than the last one that was merged.',
    references: ['https://supabase.com/docs/reference/cli/supabase-db-push'],
  },
  options: z.strictObject({}),
  messages: {
    outOfOrder: 'Migration {migration} is new and sorts before {last}, which is in {base} already.',
  },
  examples: [
    {
      sql: loans,
      after: [books],
      ids: ['0001_loans', '0002_books'],
      base: { '0002_books': books },
      reports: ['outOfOrder'],
    },
    {
      given: books,
      sql: loans,
      ids: ['0001_books', '0002_loans'],
      base: { '0001_books': books, '0003_fines': 'create table fines (id bigint);' },
      reports: ['outOfOrder'],
      because: 'The last one was merged meanwhile.',
    },
    { given: books, sql: loans, base: { '0001_example': books }, reports: [] },
    { given: books, sql: loans, reports: [], because: 'Nothing says what was there before.' },
  ],
  check: {
    *history({ project: { base, migrations } }) {
      if (base === undefined) return;
      const known = new Set(base.applied.map(({ id }) => id));
      for (const [index, migration] of migrations.entries()) {
        if (known.has(migration.id) || isRename(migration, base)) continue;
        const last = lastBehind(migration, migrations.slice(index + 1), base.applied, known);
        if (last === undefined) continue;
        const { id, path } = migration;
        yield {
          message: 'outOfOrder',
          data: { migration: id, last, base: base.name },
          at: start,
          path,
          subject: id,
        };
      }
    },
  },
});

// `deleted-migration` speaks of those.
const isRename = ({ checksum }: Migration, { migrations }: Base): boolean =>
  migrations.some((before) => before.checksum === checksum);

/** The last of the applied migrations that come after this one: here, or by its version. */
function lastBehind(
  { version }: Migration,
  later: readonly Migration[],
  applied: readonly BaseMigration[],
  known: ReadonlySet<string>,
): string | undefined {
  const here = later.findLast(({ id }) => known.has(id))?.id;
  const there = applied.findLast((other) => isLater(other.version, version))?.id;
  return there ?? here;
}

const isLater = (a: string, b: string): boolean =>
  /^\d+$/.test(a) && /^\d+$/.test(b) && a.length === b.length ? a > b : false;
