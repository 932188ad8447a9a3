import { z } from 'zod';
import { defineRule } from '../../engine/rule.js';
import { problemsInFile, problemsInFolder } from '../../engine/source-problems.js';

const start = { start: 0, end: 0 };
const books = 'create table books (id bigint);';
const noDown = 'dbmate refuses it: there is no line "-- migrate:down".';

export default defineRule({
  id: 'invalid-format',
  category: 'history',
  severity: 'error',
  presets: { recommended: true, strict: true, supabase: true },
  directions: ['up', 'down'],
  docs: {
    summary: 'Write files in the form that the tool demands.',
    condition:
      'The tool refuses the file or the folder: a marker is missing (`-- +goose Up`, `-- migrate:down`), a `StatementBegin` is ' +
      'never ended, numbers have a gap where tern wants none, changes of Sqitch require each other, hashes of ' +
      'graphile-migrate do not follow from each other, or Flyway finds statements that need a transaction beside some that ' +
      'cannot run in one.',
    effect: 'Nothing of the file is applied, and mostly nothing that comes after it.',
    workaround:
      'Correct what the message names. Where a folder was read as the wrong format, set `format` in the config.',
    references: [],
  },
  options: z.strictObject({}),
  messages: { file: '{reason}', found: '{file}: {reason}' },
  examples: [
    {
      sql: '-- migrate:up\ncreate table books (id bigint);',
      problems: [{ ruleId: 'invalid-format', message: noDown, span: { start: 0, end: 13 } }],
      project: { format: 'dbmate' },
      reports: ['file'],
    },
    {
      sql: books,
      project: {
        format: 'tern',
        skipped: [
          {
            ruleId: 'invalid-format',
            message: 'tern refuses the folder: migration 2 is missing.',
            path: 'migrations/003_loans.sql',
            span: start,
          },
        ],
      },
      reports: ['found'],
    },
    { sql: books, reports: [] },
    { sql: '-- migrate:up\ncreate table books (id bigint);\n-- migrate:down\n', alone: true, reports: [] },
  ],
  check: {
    *fileStart(context) {
      for (const { message: reason, span: at } of problemsInFile(context, 'invalid-format')) {
        yield { message: 'file', data: { reason }, at, subject: reason };
      }
    },
    *history({ project }) {
      for (const problem of problemsInFolder(project, 'invalid-format')) yield { message: 'found', ...problem };
    },
  },
});
