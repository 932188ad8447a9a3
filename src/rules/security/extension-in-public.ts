import { z } from 'zod';
import { quoteIdentifier } from '../../core/name.js';
import { onSupabase } from '../../engine/examples/on-supabase.js';
import { placeOf } from '../../engine/history-place.js';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'extension-in-public',
  category: 'security',
  severity: 'warning',
  presets: { supabase: true, strict: 'info' },
  docs: {
    summary: 'Install extensions into a schema of their own.',
    condition:
      'At the end of the history, an extension that the migrations install is in the schema public. Not plpgsql, not extensions that bring a schema of their own (pg_cron, pg_net, pgmq, …), and not one that is there already.',
    effect:
      'Its functions and tables stand beside yours: the API serves them to everyone where public is exposed, and their names are taken.',
    workaround:
      '```sql\nCREATE EXTENSION vector WITH SCHEMA extensions;\n```\n\nor, for one that is there already and can be moved:\n\n```sql\nALTER EXTENSION vector SET SCHEMA extensions;\n```\n\nFunctions with a search_path of their own then need `extensions` in it, or qualified names. Outside of Supabase, make the schema first: `CREATE SCHEMA extensions; GRANT USAGE ON SCHEMA extensions TO public;`.',
    references: ['https://supabase.com/docs/guides/database/database-advisors?lint=0014_extension_in_public'],
  },
  options: z.strictObject({}),
  messages: {
    inPublic: 'Extension {extension} puts its functions and types into public, beside those of the project.',
  },
  examples: [
    { sql: 'CREATE EXTENSION vector;', project: onSupabase, reports: ['inPublic'] },
    { sql: 'CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;', project: onSupabase, reports: ['inPublic'] },
    { sql: 'CREATE EXTENSION vector WITH SCHEMA extensions;', project: onSupabase, reports: [] },
    {
      sql: 'CREATE EXTENSION IF NOT EXISTS "uuid-ossp"; CREATE EXTENSION pg_cron;',
      project: onSupabase,
      reports: [],
      because: 'The one is there already, the other brings its schema.',
    },
    {
      sql: 'CREATE EXTENSION vector;',
      after: ['ALTER EXTENSION vector SET SCHEMA extensions;'],
      project: onSupabase,
      reports: [],
      because: 'It is moved in the end.',
    },
  ],
  check: {
    *history({ catalog, originOf }) {
      for (const { name, schema, writtenAt } of catalog.extensions()) {
        const place = writtenAt && placeOf(originOf, writtenAt);
        if (schema !== 'public' || name === 'plpgsql' || !place) continue;
        const workaround = `CREATE EXTENSION ${quoteIdentifier(name)} WITH SCHEMA extensions;`;
        yield { message: 'inPublic', data: { extension: name }, subject: name, workaround, ...place };
      }
    },
  },
});
