import { z } from 'zod';
import { defineRule } from '../../engine/rule.js';

const start = { start: 0, end: 0 };
const books = 'create table books (id bigint);';
const loans = 'create table loans (id bigint);';

export default defineRule({
  id: 'deleted-migration',
  category: 'history',
  severity: 'error',
  presets: { recommended: true, strict: true, supabase: true },
  docs: {
    summary: 'Do not delete or rename a migration that may be applied somewhere.',
    condition:
      'A migration that was there at the commit that is compared with (`--since`, `--staged`, `--changed`) is gone, or has ' +
      'another name now.',
    effect:
      'Databases that have applied it hold a version that no file explains: tools refuse to go on, and a fresh database ' +
      'lacks what the file made. A renamed one is applied a second time.',
    workaround: 'Restore the file under its old name, and take back what it did in a new migration.',
    references: ['https://supabase.com/docs/reference/cli/supabase-migration-repair'],
  },
  options: z.strictObject({}),
  messages: {
    deleted: 'Migration {migration} is in {base} and is gone now ({path}).',
    renamed: 'Migration {migration} of {base} is called {now} now, so that it would be applied a second time.',
  },
  examples: [
    { sql: loans, ids: ['0002_loans'], base: { '0001_books': books, '0002_loans': loans }, reports: ['deleted'] },
    { sql: books, ids: ['0002_books'], base: { '0001_books': books }, reports: ['renamed'] },
    { sql: books, ids: ['0001_books'], base: { '0001_books': books }, reports: [] },
    { sql: books, ids: ['0001_books'], reports: [], because: 'Nothing says what was there before.' },
  ],
  check: {
    *history({ project: { base, migrations } }) {
      if (base === undefined) return;
      const present = new Set(migrations.map(({ id }) => id));
      const before = new Set(base.migrations.map(({ id }) => id));
      for (const { id, path, checksum } of base.migrations) {
        if (present.has(id)) continue;
        const shared = { migration: id, base: base.name };
        const renamed = migrations.find((migration) => migration.checksum === checksum && !before.has(migration.id));
        if (renamed === undefined) {
          yield { message: 'deleted', data: { ...shared, path }, at: start, subject: id };
        } else {
          const data = { ...shared, now: renamed.id };
          yield { message: 'renamed', data, at: start, path: renamed.path, subject: id };
        }
      }
    },
  },
});
