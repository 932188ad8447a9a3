import { z } from 'zod';
import { formatName, quoteName } from '../../core/name.js';
import { refusal } from '../../engine/refusal.js';
import { defineRule } from '../../engine/rule.js';

const given =
  'create table books (id bigint primary key, title text); create view shelf as select id, title from books;';

export default defineRule({
  id: 'view-replace-incompatible',
  category: 'compatibility',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Add columns to a view only at its end, or make it anew.',
    condition:
      '`CREATE OR REPLACE VIEW` with a query that lacks a column of the view, or has another name or type at its place. Not ' +
      'where the columns before or after are not known, as behind a `*` of a table that nobody knows.',
    effect: 'The server refuses it (42P16), and the migration fails.',
    workaround:
      'Drop the view and create it in one transaction, and give again what hangs on it: privileges, options, views over it:\n\n' +
      '```sql\nDROP VIEW shelf;\nCREATE VIEW shelf AS SELECT title FROM books;\nGRANT SELECT ON shelf TO PUBLIC;\n```',
    references: ['https://www.postgresql.org/docs/current/sql-createview.html'],
  },
  options: z.strictObject({}),
  messages: { refused: 'The server refuses to replace view {view}: {error}.' },
  examples: [
    { given, sql: 'create or replace view shelf as select title from books;', reports: ['refused'] },
    { given, sql: 'create or replace view shelf as select id, title as headline from books;', reports: ['refused'] },
    { given, sql: 'create or replace view shelf as select id, title::varchar from books;', reports: ['refused'] },
    { given, sql: 'create or replace view shelf as select id, title, 1 as n from books;', reports: [] },
    { given, sql: 'drop view shelf; create view shelf as select title from books;', reports: [] },
    {
      given,
      sql: 'create or replace view shelf as select * from books where id > 1;',
      reports: [],
      because: 'The star gives the same columns.',
    },
    { sql: 'create or replace view shelf as select title from books;', alone: true, reports: [] },
  ],
  check: {
    *createView(op, { effects }) {
      const error = refusal(op, effects, '42P16');
      if (error === undefined) return;
      const name = quoteName(op.view);
      yield {
        message: 'refused',
        data: { view: formatName(op.view), error: error.message },
        at: op.span,
        subject: `view ${name}`,
        workaround: `Drop it first, in the same transaction:\n\n\`\`\`sql\nDROP VIEW ${name};\n\`\`\`\n\nThen create it, and grant again what was granted on it.`,
      };
    },
  },
});
