import { z } from 'zod';
import { shipsWithServer } from '../../catalog/extension-trust.js';
import { placeOf } from '../../engine/history-place.js';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'extension-version',
  category: 'security',
  severity: 'info',
  presets: { strict: true },
  docs: {
    summary: 'Say which version of an extension the migrations were tested with.',
    condition:
      'CREATE EXTENSION without VERSION of an extension that is still installed at the end of the history. Not those that PostgreSQL ships with, since each release has one version of them, and not on Supabase, which decides on the versions itself.',
    effect:
      'Each server installs the version that it happens to have: an old one may have known holes, a new one other functions than those that were tested.',
    workaround:
      "```sql\nCREATE EXTENSION vector WITH SCHEMA extensions VERSION '0.8.0';\n```\n\nand for a newer one, in a migration of its own:\n\n```sql\nALTER EXTENSION vector UPDATE TO '0.8.1';\n```",
    workaroundGiven: 'CREATE SCHEMA extensions;',
    references: ['https://www.postgresql.org/docs/current/sql-createextension.html'],
  },
  options: z.strictObject({}),
  messages: { unversioned: 'Extension {extension} gets whatever version the server has.' },
  examples: [
    { sql: 'CREATE EXTENSION vector;', reports: ['unversioned'] },
    {
      given: 'CREATE SCHEMA extensions;',
      sql: 'CREATE EXTENSION IF NOT EXISTS postgis WITH SCHEMA extensions;',
      reports: ['unversioned'],
    },
    { sql: "CREATE EXTENSION vector VERSION '0.8.0';", reports: [] },
    {
      sql: 'CREATE EXTENSION vector;',
      after: ['DROP EXTENSION vector;'],
      reports: [],
      because: 'It is gone in the end.',
    },
    { sql: 'CREATE EXTENSION IF NOT EXISTS plpgsql;', reports: [] },
    { sql: 'CREATE EXTENSION pgcrypto;', reports: [], because: 'It comes with the server.' },
    {
      sql: 'CREATE EXTENSION vector;',
      project: { supabase: true },
      reports: [],
      because: 'The platform has one version, and another one fails.',
    },
  ],
  check: {
    *history({ catalog, originOf, project }) {
      if (project.supabase) return;
      for (const { name, version, writtenAt } of catalog.extensions()) {
        const place = writtenAt && placeOf(originOf, writtenAt);
        if (version !== undefined || shipsWithServer(name) || !place) continue;
        yield { message: 'unversioned', data: { extension: name }, subject: name, ...place };
      }
    },
  },
});
