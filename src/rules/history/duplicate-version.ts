import { z } from 'zod';
import { defineRule } from '../../engine/rule.js';
import { problemsInFolder } from '../../engine/source-problems.js';

const start = { start: 0, end: 0 };
const books = 'create table books (id bigint);';

export default defineRule({
  id: 'duplicate-version',
  category: 'history',
  severity: 'error',
  presets: { recommended: true, strict: true, supabase: true },
  docs: {
    summary: 'Give each migration a version of its own.',
    condition:
      'Two files have the version by which the tool orders and records migrations. Versions that differ in leading zeros alone are the same to tools that read them as numbers.',
    effect: 'The tool refuses the folder, or fails at the second file, or takes it for applied and never runs it.',
    workaround: 'Rename the file that is not applied yet, with a version after the last one.',
    references: ['https://github.com/golang-migrate/migrate/blob/master/MIGRATIONS.md'],
  },
  options: z.strictObject({}),
  messages: { found: '{file}: {reason}' },
  examples: [
    {
      sql: books,
      project: {
        format: 'goose',
        skipped: [
          {
            ruleId: 'duplicate-version',
            message: 'It has the version 0002, as 0002_readers.sql has.',
            path: 'migrations/0002_loans.sql',
            span: start,
          },
        ],
      },
      reports: ['found'],
    },
    {
      sql: books,
      project: {
        format: 'golang-migrate',
        skipped: [
          {
            ruleId: 'duplicate-version',
            message: 'It has the version 2, as 02_readers.up.sql has.',
            path: 'migrations/2_loans.up.sql',
            span: start,
          },
        ],
      },
      reports: ['found'],
    },
    { sql: books, project: { skipped: [] }, reports: [] },
    { sql: books, alone: true, reports: [], because: 'It is in no migrations folder.' },
  ],
  check: {
    *history({ project }) {
      for (const problem of problemsInFolder(project, 'duplicate-version')) yield { message: 'found', ...problem };
    },
  },
});
