import { z } from 'zod';
import type { Migration } from '../../core/migration.js';
import { defineRule } from '../../engine/rule.js';

const start = { start: 0, end: 0 };
const table = 'create table books (id bigint);';

export default defineRule({
  id: 'version-prefix-collision',
  category: 'history',
  severity: 'warning',
  presets: { recommended: true, strict: true, supabase: true },
  docs: {
    summary: 'Give all versions the same number of digits.',
    condition:
      'Versions have different lengths, so that the order of the names is not the order of the numbers: `10` is applied ' +
      'before `2`. In a Supabase project also where one version begins with another (`20260420` and `20260420010000`).',
    effect:
      'A migration runs before one that was written earlier, and a tool that sorts by number applies them in another order.',
    workaround:
      'Before they are applied anywhere, rename the files so that all versions have one length: `0002_loans.sql` and ' +
      '`0010_fines.sql`, or 14 digits of date and time.',
    references: ['https://github.com/supabase/cli/issues/6038'],
  },
  options: z.strictObject({}),
  messages: {
    order: 'Version {version} runs after {before}, although it is the lower number: names are sorted as text.',
    prefix: 'Version {version} begins with {before}, the version of another migration.',
  },
  examples: [
    { given: [table, 'select 1;'], sql: 'select 2;', ids: ['1_books', '10_fines', '2_loans'], reports: ['order'] },
    {
      given: table,
      sql: 'select 1;',
      ids: ['20260420_books', '20260420010000_loans'],
      project: { format: 'supabase', supabase: true },
      reports: ['prefix'],
    },
    { given: [table, 'select 1;'], sql: 'select 2;', ids: ['01_books', '02_loans', '10_fines'], reports: [] },
    { given: table, sql: 'select 1;', ids: ['9_books', '10_loans'], reports: [], because: 'They run in this order.' },
    {
      given: table,
      sql: 'select 1;',
      ids: ['20250604085536_books', '20250625_loans'],
      reports: [],
      because: 'The second is of a later day.',
    },
  ],
  check: {
    *history({ project }) {
      const numbered = project.migrations.filter(({ version }) => /^\d+$/.test(version));
      for (const [index, migration] of numbered.entries()) {
        const previous = numbered[index - 1];
        if (previous === undefined || previous.version.length === migration.version.length) continue;
        const message = collision(previous, migration, project.format);
        if (message === undefined) continue;
        const { version, path } = migration;
        yield { message, data: { version, before: previous.version }, at: start, path, subject: version };
      }
    },
  },
});

function collision(previous: Migration, { version }: Migration, format: string): 'order' | 'prefix' | undefined {
  if (isEarlier(version, previous.version)) return 'order';
  return format === 'supabase' && version.startsWith(previous.version) ? 'prefix' : undefined;
}

/** Dates run in their own order, also where one has a time of day and another has none. */
function isEarlier(version: string, before: string): boolean {
  if (!isDate(version) || !isDate(before)) return BigInt(version) < BigInt(before);
  return version.padEnd(14, '0') < before.padEnd(14, '0');
}

const isDate = (version: string): boolean =>
  /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:\d{4}|\d{6})?$/.test(version);
