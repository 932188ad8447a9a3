import { z } from 'zod';
import { defineRule } from '../../engine/rule.js';

const books = 'create table books (id bigint);';

export default defineRule({
  id: 'live-down-section',
  category: 'history',
  severity: 'error',
  presets: { recommended: true, strict: true, supabase: true },
  directions: ['down'],
  docs: {
    summary: 'Comment out a down section that the applying tool would run.',
    condition:
      'A file holds its down as live SQL, behind a marker that the applying tool takes for a comment like any other, such ' +
      'as `-- DOWN MIGRATION` in a Supabase project or a plain folder. A warning for a file that is judged alone. Markers ' +
      'of the tool itself (dbmate, goose, node-pg-migrate, tern and others) are no problem.',
    effect: 'The tool runs the whole file, so that the down takes back at once what the up has done.',
    workaround:
      'Comment out every line of the section, or move it to `rollbacks/<name>.sql`:\n\n```sql\n-- DOWN MIGRATION\n-- DROP TABLE books;\n```',
    references: ['https://supabase.com/docs/guides/deployment/database-migrations'],
  },
  options: z.strictObject({}),
  messages: { live: 'This down section is live SQL: a tool that does not know the marker runs it right after the up.' },
  examples: [
    { sql: books, down: 'drop table books;', downForm: 'live-section', reports: ['live'] },
    {
      sql: books,
      down: 'drop table books;',
      downForm: 'live-section',
      project: { format: 'supabase', supabase: true },
      reports: ['live'],
    },
    { sql: books, down: 'drop table books;', downForm: 'section', project: { format: 'dbmate' }, reports: [] },
    { sql: books, down: 'drop table books;', downForm: 'commented-section', reports: [] },
    { sql: books, down: 'drop table books;', reports: [], because: 'It is a file of its own.' },
  ],
  check: {
    *fileStart({ section, script, project }) {
      if (section.form !== 'live-section') return;
      const [first] = script.statements;
      if (first === undefined) return;
      const at = first.span;
      if (project.complete) yield { message: 'live', at };
      else yield { message: 'live', at, severity: 'warning' };
    },
  },
});
