import { z } from 'zod';
import { formatName } from '../../core/name.js';
import { onSupabase } from '../../engine/examples/on-supabase.js';
import { exposedTables } from '../../engine/exposure.js';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'rls-enabled-no-policy',
  category: 'security',
  severity: 'info',
  presets: { supabase: true, strict: true },
  docs: {
    summary: 'Say by a policy who may use a table that has row level security.',
    condition: 'At the end of the history, a table in an exposed schema has row level security enabled and no policy.',
    effect:
      'Nobody but the owner and roles that bypass row level security sees a row. That is right for tables that only the server uses, and a surprise elsewhere.',
    workaround:
      '```sql\nCREATE POLICY "own books" ON books FOR SELECT TO authenticated\n  USING ((select auth.uid()) = owner_id);\n```\n\nFor a table that only the server uses, say so in a suppression.',
    workaroundGiven:
      'CREATE TABLE books (id bigint PRIMARY KEY, owner_id uuid, published boolean); ALTER TABLE books ENABLE ROW LEVEL SECURITY;',
    references: ['https://www.postgresql.org/docs/current/ddl-rowsecurity.html'],
  },
  options: z.strictObject({}),
  messages: {
    closed: 'Table {table} has row level security and no policy: only its owner and roles that bypass it see rows.',
  },
  examples: [
    { sql: 'CREATE TABLE books (id bigint); ALTER TABLE books ENABLE ROW LEVEL SECURITY;', reports: ['closed'] },
    {
      sql: 'CREATE TABLE books (id bigint); ALTER TABLE books ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON books USING (true); DROP POLICY p ON books;',
      project: onSupabase,
      reports: ['closed'],
    },
    {
      sql: 'CREATE TABLE books (id bigint); ALTER TABLE books ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON books USING (id = 1);',
      reports: [],
    },
    { sql: 'CREATE TABLE books (id bigint);', reports: [] },
  ],
  check: {
    *history({ project, catalog, originOf }) {
      for (const table of exposedTables(project, catalog)) {
        const origin = originOf(table.unit);
        if (!table.rowSecurity.enabled || table.policies.size > 0 || !origin || !table.span) continue;
        yield {
          message: 'closed',
          data: { table: formatName(table.name) },
          at: table.span,
          path: origin.path,
          subject: formatName(table.name),
        };
      }
    },
  },
});
