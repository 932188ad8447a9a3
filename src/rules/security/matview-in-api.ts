import { z } from 'zod';
import { listText } from '../../core/list-text.js';
import { formatName, quoteName } from '../../core/name.js';
import { onSupabase } from '../../engine/examples/on-supabase.js';
import { exposedRelations } from '../../engine/exposure.js';
import { placeOf } from '../../engine/history-place.js';
import { protectedReads } from '../../engine/protected-reads.js';
import { defineRule } from '../../engine/rule.js';

const loans = 'CREATE TABLE loans (book bigint, reader uuid); ALTER TABLE loans ENABLE ROW LEVEL SECURITY;';
const server = 'CREATE FOREIGN DATA WRAPPER files; CREATE SERVER billing FOREIGN DATA WRAPPER files;';
const foreign = 'CREATE FOREIGN TABLE invoices (id bigint) SERVER billing;';

export default defineRule({
  id: 'matview-in-api',
  aliases: ['foreign-table-in-api'],
  category: 'security',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Keep materialized views and foreign tables out of exposed schemas.',
    condition:
      'At the end of the history, a foreign table, or a materialized view of tables with row level security or of schemas that are not exposed, is in an exposed schema and can be read by anon or authenticated. Not a materialized view of auth.users, of which `auth-users-exposed` speaks.',
    effect:
      'Row level security cannot be enabled on them: who may read one reads all of its rows, whatever the policies of the tables behind it say.',
    workaround:
      '```sql\nREVOKE ALL ON loans_by_month FROM anon, authenticated;\n```\n\nor, where no client needs it:\n\n```sql\nCREATE SCHEMA internal;\nALTER MATERIALIZED VIEW loans_by_month SET SCHEMA internal;\n```',
    workaroundGiven:
      'CREATE TABLE loans (lent_on date); CREATE MATERIALIZED VIEW loans_by_month AS SELECT lent_on, count(*) FROM loans GROUP BY lent_on;',
    references: [
      'https://supabase.com/docs/guides/database/database-advisors?lint=0016_materialized_view_in_api',
      'https://supabase.com/docs/guides/database/database-advisors?lint=0017_foreign_table_in_api',
    ],
  },
  options: z.strictObject({}),
  messages: {
    view: 'Materialized view {view} shows all rows that it has of {tables} to untrusted roles: no policy holds for it.',
    foreign: 'Foreign table {table} shows all rows of its server to untrusted roles: no policy holds for it.',
  },
  examples: [
    {
      given: loans,
      sql: 'CREATE MATERIALIZED VIEW loans_by_book AS SELECT book, count(*) FROM loans GROUP BY book;',
      project: onSupabase,
      reports: ['view'],
    },
    { given: [loans, server], sql: foreign, project: onSupabase, reports: ['foreign'] },
    {
      given: loans,
      sql: 'CREATE MATERIALIZED VIEW loans_by_book AS SELECT book, count(*) FROM loans GROUP BY book; REVOKE ALL ON loans_by_book FROM anon, authenticated;',
      project: onSupabase,
      reports: [],
      because: 'Only the server may read it.',
    },
    {
      sql: 'CREATE TABLE words (word text); CREATE MATERIALIZED VIEW lengths AS SELECT length(word) FROM words;',
      project: onSupabase,
      reports: [],
      because: 'Its readers may read the table as well.',
    },
    {
      given: loans,
      sql: 'CREATE SCHEMA internal; CREATE MATERIALIZED VIEW internal.loans_by_book AS SELECT book FROM loans;',
      project: onSupabase,
      reports: [],
    },
  ],
  check: {
    *history({ project, catalog, originOf }) {
      for (const relation of exposedRelations(project, catalog, ['materializedView', 'foreignTable'])) {
        const place = placeOf(originOf, relation);
        const name = formatName(relation.name);
        const reads = protectedReads(project, catalog, relation).map(formatName);
        if (!place || reads.includes('auth.users')) continue;
        const workaround = `REVOKE ALL ON ${quoteName(relation.name)} FROM anon, authenticated;`;
        const common = { subject: name, ...(project.supabase && { workaround }), ...place };
        if (relation.kind === 'foreignTable') yield { message: 'foreign', data: { table: name }, ...common };
        else if (reads.length > 0)
          yield { message: 'view', data: { view: name, tables: listText(reads, 3) }, ...common };
      }
    },
  },
});
