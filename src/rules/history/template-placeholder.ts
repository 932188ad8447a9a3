import { z } from 'zod';
import { defineRule } from '../../engine/rule.js';
import { problemsInFile } from '../../engine/source-problems.js';

export default defineRule({
  id: 'template-placeholder',
  category: 'history',
  severity: 'warning',
  presets: { recommended: true, strict: true, supabase: true },
  directions: ['up', 'down'],
  docs: {
    summary: 'Write plain SQL instead of templates.',
    condition:
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it names the form
      'Outside of strings and comments stands what a template engine or the tool fills in later: `{{ name }}`, `{% if %}`, `<%= name %>`, `${name}`. A name of the same length is read in its place, and conditions, loops and includes as nothing.',
    effect:
      'What is applied is not what was reviewed: it depends on values that are not in the file. No check can see the SQL that will be there.',
    workaround:
      'Write the value. Where databases differ, let SQL find out: `current_schema()`, `current_user`, `IF EXISTS`.',
    references: ['https://documentation.red-gate.com/flyway/flyway-concepts/migrations/migration-placeholders'],
  },
  options: z.strictObject({}),
  messages: { found: 'The placeholder {written} is filled in later: what is applied cannot be checked.' },
  examples: [
    {
      sql: 'create table placeholder.books (id bigint);',
      problems: [{ ruleId: 'template-placeholder', message: '{{ schema_ }}', span: { start: 13, end: 24 } }],
      reports: ['found'],
    },
    {
      sql: '\n',
      problems: [
        {
          ruleId: 'template-placeholder',
          message: '{{ template "books.sql" . }} (and 2 more)',
          span: { start: 0, end: 1 },
        },
      ],
      project: { format: 'tern' },
      reports: ['found'],
    },
    { sql: "insert into mails (body) values ('Dear {{ name }}');", alone: true, reports: [], because: 'It is data.' },
    { sql: 'create table books (id bigint);', reports: [] },
  ],
  check: {
    *fileStart(context) {
      for (const { message: written, span: at } of problemsInFile(context, 'template-placeholder')) {
        yield { message: 'found', data: { written }, at, subject: written };
      }
    },
  },
});
