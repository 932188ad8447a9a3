import { z } from 'zod';
import { formatName, quoteName } from '../../core/name.js';
import { placeOf } from '../../engine/history-place.js';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'rls-explicitly-disabled',
  category: 'security',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Do not turn row level security off.',
    condition:
      '`DISABLE ROW LEVEL SECURITY` that no later statement takes back, and, as a warning, `NO FORCE ROW LEVEL SECURITY` of a table where it was forced. Not of a table that is dropped later.',
    effect:
      'The policies of the table count no more: every role that may read it reads all rows, and one that may write it changes all of them. Without FORCE, that holds for the owner of the table.',
    workaround:
      'Leave it on, and give the role that needs all rows a policy of its own:\n\n```sql\nALTER TABLE books ENABLE ROW LEVEL SECURITY;\nCREATE POLICY "reports read all" ON books FOR SELECT TO reporting USING (true);\n```\n\nOn Supabase, service_role needs no policy: it bypasses row level security.',
    references: ['https://www.postgresql.org/docs/current/ddl-rowsecurity.html'],
  },
  options: z.strictObject({}),
  messages: {
    disabled: 'From here on {table} has no row level security: every role that may use it sees and changes all rows.',
    notForced: 'From here on the owner of {table} is no longer held to its policies.',
  },
  examples: [
    {
      given: 'CREATE TABLE books (id bigint); ALTER TABLE books ENABLE ROW LEVEL SECURITY;',
      sql: 'ALTER TABLE books DISABLE ROW LEVEL SECURITY;',
      reports: ['disabled'],
    },
    { sql: 'ALTER TABLE books DISABLE ROW LEVEL SECURITY;', alone: true, reports: ['disabled'] },
    {
      given: 'CREATE TABLE books (id bigint); ALTER TABLE books ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;',
      sql: 'ALTER TABLE books NO FORCE ROW LEVEL SECURITY;',
      reports: ['notForced'],
    },
    {
      given: 'CREATE TABLE books (id bigint); ALTER TABLE books ENABLE ROW LEVEL SECURITY;',
      sql: 'ALTER TABLE books DISABLE ROW LEVEL SECURITY; UPDATE books SET id = 1; ALTER TABLE books ENABLE ROW LEVEL SECURITY;',
      reports: [],
      because: 'It is on again in the end.',
    },
    {
      given: 'CREATE TABLE books (id bigint); ALTER TABLE books ENABLE ROW LEVEL SECURITY;',
      sql: 'ALTER TABLE books DISABLE ROW LEVEL SECURITY;',
      after: ['DROP TABLE books;'],
      reports: [],
      because: 'The table is gone in the end.',
    },
    {
      given: 'CREATE TABLE books (id bigint); ALTER TABLE books ENABLE ROW LEVEL SECURITY;',
      sql: 'ALTER TABLE books NO FORCE ROW LEVEL SECURITY;',
      reports: [],
      because: 'It was not forced.',
    },
  ],
  check: {
    *history({ catalog, originOf }) {
      for (const { name, rowSecurity } of catalog.relations()) {
        const place = rowSecurity.writtenAt && placeOf(originOf, rowSecurity.writtenAt);
        if (!place) continue;
        const data = { table: formatName(name) };
        const common = { data, subject: data.table, ...place };
        const alter = `ALTER TABLE ${quoteName(name)}`;
        if (!rowSecurity.enabled)
          yield { message: 'disabled', workaround: `${alter} ENABLE ROW LEVEL SECURITY;`, ...common };
        else
          yield {
            message: 'notForced',
            severity: 'warning',
            workaround: `${alter} FORCE ROW LEVEL SECURITY;`,
            ...common,
          };
      }
    },
  },
});
