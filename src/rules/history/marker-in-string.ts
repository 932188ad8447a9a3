import { z } from 'zod';
import { defineRule } from '../../engine/rule.js';
import { problemsInFile } from '../../engine/source-problems.js';

export default defineRule({
  id: 'marker-in-string',
  category: 'history',
  severity: 'error',
  presets: { recommended: true, strict: true, supabase: true },
  directions: ['up', 'down'],
  docs: {
    summary: 'Keep section markers out of strings and function bodies.',
    condition:
      'A line that begins like a marker of the tool (`-- migrate:down`, `-- +goose Down`) is inside a string, a quoted name, a function body or a block comment.',
    effect: 'The tool does not look at quotes: it cuts the file in the middle of the statement, and runs half of it.',
    workaround:
      "Write the text so that no line of it begins with the marker: `E'\\n-- migrate:down'` holds the newline without a new line.",
    references: ['https://github.com/amacneil/dbmate'],
  },
  options: z.strictObject({}),
  messages: { found: '{reason}' },
  examples: [
    {
      sql: "insert into notes values ('\n-- migrate:down\n');",
      problems: [
        {
          ruleId: 'marker-in-string',
          message: 'The line "-- migrate:down" is part of a string.',
          span: { start: 27, end: 42 },
        },
      ],
      alone: true,
      reports: ['found'],
    },
    {
      sql: 'do $$\n-- +goose Down\nbegin end $$;',
      problems: [
        {
          ruleId: 'marker-in-string',
          message: 'The line "-- +goose Down" is part of a function body.',
          span: { start: 6, end: 20 },
        },
      ],
      alone: true,
      reports: ['found'],
    },
    { sql: "insert into notes values (E'\\n-- migrate:down');", alone: true, reports: [] },
    { sql: 'create table books (id bigint);', reports: [] },
  ],
  check: {
    *fileStart(context) {
      for (const { message: reason, span: at } of problemsInFile(context, 'marker-in-string')) {
        yield { message: 'found', data: { reason }, at, subject: reason };
      }
    },
  },
});
