import { z } from 'zod';
import { defineRule } from '../../engine/rule.js';
import { problemsInFolder } from '../../engine/source-problems.js';

const start = { start: 0, end: 0 };
const books = 'create table books (id bigint);';

export default defineRule({
  id: 'missing-plan-file',
  category: 'history',
  severity: 'error',
  presets: { recommended: true, strict: true, supabase: true },
  docs: {
    summary: 'Keep the plan and the files of a folder in step.',
    condition:
      'The plan of Sqitch or the journal of drizzle-kit names a migration whose file is not there, or there are scripts and no plan at all.',
    effect: 'The tool stops at the missing file. What comes after it is never applied.',
    workaround:
      'Restore the file from version control, or take its line out of the plan before it is applied anywhere.',
    references: ['https://sqitch.org/docs/manual/sqitchchanges/'],
  },
  options: z.strictObject({}),
  messages: { found: '{file}: {reason}' },
  examples: [
    {
      sql: books,
      project: {
        format: 'sqitch',
        skipped: [
          {
            ruleId: 'missing-plan-file',
            message: 'Line 5 names loans, and there is no deploy/loans.sql.',
            path: 'sqitch.plan',
            span: start,
          },
        ],
      },
      reports: ['found'],
    },
    {
      sql: books,
      project: {
        format: 'drizzle',
        skipped: [
          {
            ruleId: 'missing-plan-file',
            message: 'The journal names 0002_loans, and there is no 0002_loans.sql.',
            path: 'drizzle/meta/_journal.json',
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
      for (const problem of problemsInFolder(project, 'missing-plan-file')) yield { message: 'found', ...problem };
    },
  },
});
