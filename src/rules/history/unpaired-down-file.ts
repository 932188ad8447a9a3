import { z } from 'zod';
import { defineRule } from '../../engine/rule.js';
import { problemsInFolder } from '../../engine/source-problems.js';

const start = { start: 0, end: 0 };
const books = 'create table books (id bigint);';

export default defineRule({
  id: 'unpaired-down-file',
  category: 'history',
  severity: 'error',
  presets: { recommended: true, strict: true, supabase: true },
  docs: {
    summary: 'Keep a down file only beside its migration.',
    condition: 'A down, undo or revert file belongs to no migration: none has its name or its version.',
    effect: 'The tool never runs it. Mostly one of the two was renamed, so that the migration has lost its way back.',
    workaround: 'Rename the file like its migration, or delete it.',
    references: [],
  },
  options: z.strictObject({}),
  messages: { found: '{file}: {reason}' },
  examples: [
    {
      sql: books,
      project: {
        format: 'golang-migrate',
        skipped: [
          {
            ruleId: 'unpaired-down-file',
            message: 'This down file belongs to no migration.',
            path: 'migrations/7_gone.down.sql',
            span: start,
          },
        ],
      },
      reports: ['found'],
    },
    {
      sql: books,
      project: {
        format: 'sqitch',
        skipped: [
          {
            ruleId: 'unpaired-down-file',
            message: 'This revert script belongs to no change.',
            path: 'revert/books.sql',
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
      for (const problem of problemsInFolder(project, 'unpaired-down-file')) yield { message: 'found', ...problem };
    },
  },
});
