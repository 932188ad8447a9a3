import { z } from 'zod';
import { listText } from '../../core/list-text.js';
import { formatName, quoteName } from '../../core/name.js';
import { asksWho } from '../../engine/asks-who.js';
import { onSupabase } from '../../engine/examples/on-supabase.js';
import { exposedRelations } from '../../engine/exposure.js';
import { placeOf } from '../../engine/history-place.js';
import { isSecurityInvoker, protectedReads } from '../../engine/protected-reads.js';
import { defineRule } from '../../engine/rule.js';
import { statementFix } from '../../engine/statement-fix.js';

const books = 'CREATE TABLE books (id bigint, owner uuid); ALTER TABLE books ENABLE ROW LEVEL SECURITY;';

export default defineRule({
  id: 'view-security-definer',
  category: 'security',
  severity: 'error',
  presets: { recommended: 'warning', supabase: true, strict: true },
  fixChangesSchema: true,
  docs: {
    summary: 'Let views in exposed schemas read with the rights of who asks.',
    condition:
      'At the end of the history, a view in an exposed schema can be read by anon or authenticated, is not `security_invoker`, and reads, by itself or through other views, a table with row level security or one of a schema that is not exposed. Before PostgreSQL 15 every view is like that. Not a view that looks at who asks by itself (`auth.uid()`, or a function that calls it). Not a view of auth.users, of which `auth-users-exposed` speaks.',
    effect:
      'The view reads its tables with the rights of its owner, whom no policy holds back: who may read the view reads the rows of everyone.',
    workaround:
      '```sql\nALTER VIEW shelf SET (security_invoker = true);\n```\n\nBefore PostgreSQL 15, or where the view is meant to show more than its readers may read, keep it where the API does not look:\n\n```sql\nCREATE SCHEMA internal;\nALTER VIEW shelf SET SCHEMA internal;\n```',
    references: [
      'https://www.postgresql.org/docs/current/sql-createview.html',
      'https://supabase.com/docs/guides/database/database-advisors?lint=0010_security_definer_view',
    ],
  },
  options: z.strictObject({}),
  messages: {
    bypasses:
      'View {view} reads {tables} with the rights of its owner, so untrusted roles get past row level security.',
    cannotInvoke:
      'View {view} reads {tables} with the rights of its owner, as every view does before PostgreSQL 15, and its schema is exposed.',
  },
  examples: [
    {
      given: books,
      sql: 'CREATE VIEW shelf AS SELECT id FROM books;',
      project: onSupabase,
      reports: ['bypasses'],
      fixed: 'CREATE VIEW shelf AS SELECT id FROM books;\nALTER VIEW public.shelf SET (security_invoker = true);',
    },
    {
      given: `${books} CREATE VIEW shelf WITH (security_invoker = true) AS SELECT id FROM books;`,
      sql: 'ALTER VIEW shelf RESET (security_invoker)',
      project: onSupabase,
      reports: [],
      because: 'The statement that made the view is where it is told.',
    },
    {
      given: books,
      sql: 'CREATE VIEW shelf AS SELECT id FROM books;',
      project: { ...onSupabase, server: { version: 14, timeZone: 'UTC' } },
      reports: ['cannotInvoke'],
    },
    {
      given: books,
      sql: 'CREATE VIEW shelf WITH (security_invoker = on) AS SELECT id FROM books;',
      project: onSupabase,
      reports: [],
    },
    {
      given: books,
      sql: 'CREATE VIEW shelf AS SELECT id FROM books;',
      after: ['ALTER VIEW shelf SET (security_invoker = true);'],
      project: onSupabase,
      reports: [],
      because: 'It is mended in the end.',
    },
    {
      given: books,
      sql: 'CREATE VIEW my_books AS SELECT id FROM books WHERE owner = (select auth.uid());',
      project: onSupabase,
      reports: [],
      because: 'It shows each reader their own rows.',
    },
    {
      sql: 'CREATE TABLE words (word text); CREATE VIEW short AS SELECT word FROM words WHERE length(word) < 4;',
      project: onSupabase,
      reports: [],
      because: 'Its readers may read the table as well.',
    },
    {
      given: books,
      sql: 'CREATE VIEW shelf AS SELECT id FROM books; REVOKE ALL ON shelf FROM anon, authenticated;',
      project: onSupabase,
      reports: [],
      because: 'Nobody untrusted may read it.',
    },
  ],
  check: {
    *history({ project, catalog, originOf }) {
      const hasInvokers = project.server.version >= 15;
      for (const view of exposedRelations(project, catalog, ['view'])) {
        if (isSecurityInvoker(view)) continue;
        const reads = protectedReads(project, catalog, view).map(formatName);
        if (!view.view || asksWho(view.view, catalog)) continue;
        const written = view.view.writtenAt;
        const origin = written && originOf(written.unit);
        const place = written && placeOf(originOf, written);
        if (reads.length === 0 || reads.includes('auth.users') || !place || !origin) continue;
        const data = { view: formatName(view.name), tables: listText(reads, 3) };
        const common = { data, subject: data.view, ...place };
        if (!hasInvokers) yield { message: 'cannotInvoke', ...common };
        else {
          const workaround = `ALTER VIEW ${quoteName(view.name)} SET (security_invoker = true);`;
          yield { message: 'bypasses', workaround, fix: statementFix(origin.text, place.at, workaround), ...common };
        }
      }
    },
  },
});
