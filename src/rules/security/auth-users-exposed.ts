import { z } from 'zod';
import { formatName, formatQualified } from '../../core/name.js';
import { asksWho } from '../../engine/asks-who.js';
import { onSupabase } from '../../engine/examples/on-supabase.js';
import { exposedRelations } from '../../engine/exposure.js';
import { placeOf } from '../../engine/history-place.js';
import { isSecurityInvoker, relationsBehind } from '../../engine/protected-reads.js';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'auth-users-exposed',
  category: 'security',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Do not show auth.users by a view that the API serves.',
    condition:
      'In a Supabase project, a view or materialized view in an exposed schema can be read by anon or authenticated and reads auth.users, by itself or through other views. Not a view with `security_invoker`, whose readers have no right to read auth.users. Where the view looks at who asks by itself, it is a warning.',
    effect: 'The view reads with the rights of its owner: the addresses and metadata of all users are public.',
    workaround:
      'Copy what the API may show into a table of your own, with row level security:\n\n```sql\nCREATE TABLE public.profiles (id uuid PRIMARY KEY REFERENCES auth.users ON DELETE CASCADE, name text);\nALTER TABLE public.profiles ENABLE ROW LEVEL SECURITY;\n```\n\nor keep the view where the API does not look:\n\n```sql\nCREATE SCHEMA private;\nALTER VIEW public.members SET SCHEMA private;\n```',
    references: ['https://supabase.com/docs/guides/database/database-advisors?lint=0002_auth_users_exposed'],
  },
  options: z.strictObject({}),
  messages: {
    shown: '{view} shows rows of auth.users to everyone who may read it through the API.',
    filtered:
      '{view} reads auth.users with the rights of its owner: nothing but its own condition keeps the users apart.',
  },
  examples: [
    {
      sql: 'CREATE VIEW members AS SELECT id, email FROM auth.users;',
      project: onSupabase,
      reports: ['shown'],
    },
    {
      sql: 'CREATE SCHEMA private; CREATE VIEW private.people AS SELECT email FROM auth.users; CREATE MATERIALIZED VIEW members AS SELECT email FROM private.people;',
      project: onSupabase,
      reports: ['shown'],
    },
    {
      sql: 'CREATE VIEW me AS SELECT email FROM auth.users WHERE id = auth.uid();',
      project: onSupabase,
      reports: ['filtered'],
    },
    {
      sql: 'CREATE VIEW members WITH (security_invoker = true) AS SELECT id, email FROM auth.users;',
      project: onSupabase,
      reports: [],
      because: 'Who reads it needs a right to auth.users.',
    },
    {
      sql: 'CREATE VIEW members AS SELECT id, email FROM auth.users; REVOKE ALL ON members FROM anon, authenticated;',
      project: onSupabase,
      reports: [],
      because: 'Only the server may read it.',
    },
    {
      sql: 'CREATE SCHEMA private; CREATE VIEW private.members AS SELECT id, email FROM auth.users;',
      project: onSupabase,
      reports: [],
      because: 'The schema is not exposed.',
    },
  ],
  check: {
    *history({ project, catalog, originOf }) {
      if (!project.supabase) return;
      for (const view of exposedRelations(project, catalog, ['view', 'materializedView'])) {
        const place = view.view?.writtenAt && placeOf(originOf, view.view.writtenAt);
        if (!place || isSecurityInvoker(view)) continue;
        if (![...relationsBehind(catalog, view)].some((name) => formatQualified(name) === 'auth.users')) continue;
        const data = { view: formatName(view.name) };
        const looksItself = view.view !== undefined && asksWho(view.view, catalog);
        yield {
          message: looksItself ? 'filtered' : 'shown',
          severity: looksItself ? 'warning' : 'error',
          data,
          subject: data.view,
          ...place,
        };
      }
    },
  },
});
