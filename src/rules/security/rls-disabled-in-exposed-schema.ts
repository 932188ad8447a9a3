import { z } from 'zod';
import { listText } from '../../core/list-text.js';
import { formatName, formatQualified, quoteIdentifier, quoteName } from '../../core/name.js';
import { onSupabase } from '../../engine/examples/on-supabase.js';
import { exposedTables } from '../../engine/exposure.js';
import { defineRule } from '../../engine/rule.js';
import { sensitiveColumns } from '../../engine/sensitive-columns.js';

export default defineRule({
  id: 'rls-disabled-in-exposed-schema',
  category: 'security',
  severity: 'warning',
  presets: { recommended: 'warning', supabase: 'error', strict: 'error' },
  docs: {
    summary: 'Enable row level security on every table that untrusted roles can reach.',
    condition:
      'At the end of the history, a table in an exposed schema has no row level security and can be read by anon or authenticated. Exposed are the schemas of the Data API (`exposedSchemas`, on Supabase from config.toml); without one, `public` in a project that uses row level security elsewhere; where the migrations grant rights on tables, only a table that they let somebody read. Not of a partition of a table that is exposed as well (`rls-partition-child-exposed` speaks of those), and not where a migration disabled it (`rls-explicitly-disabled`). Columns that look like secrets are named.',
    effect: 'Everyone with the public key of the project can read the rows of all tenants, and often write them.',
    workaround:
      'In the migration that creates the table:\n\n```sql\nALTER TABLE books ENABLE ROW LEVEL SECURITY;\nCREATE POLICY "own books" ON books FOR SELECT TO authenticated\n  USING ((select auth.uid()) = owner_id);\n```\n\nA table that only the server uses needs no policy, or belongs in a schema that is not exposed.',
    references: [
      'https://www.postgresql.org/docs/current/ddl-rowsecurity.html',
      'https://supabase.com/docs/guides/database/postgres/row-level-security',
    ],
  },
  options: z.strictObject({}),
  messages: {
    open: 'Table {table} has no row level security, and its schema is exposed: untrusted roles can read every row.',
    openSecrets:
      'Table {table} has no row level security, and its schema is exposed: untrusted roles can read {columns} of every row.',
  },
  examples: [
    {
      sql: 'CREATE TABLE books (id bigint PRIMARY KEY, owner_id uuid);',
      project: onSupabase,
      reports: ['open'],
    },
    {
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY, password text, access_token text);',
      project: onSupabase,
      reports: ['openSecrets'],
    },
    {
      sql: 'CREATE TABLE a (id bigint); ALTER TABLE a ENABLE ROW LEVEL SECURITY; CREATE TABLE b (id bigint);',
      reports: ['open'],
      because: 'The project relies on row level security for another table.',
    },
    {
      sql: 'CREATE TABLE books (id bigint PRIMARY KEY); ALTER TABLE books ENABLE ROW LEVEL SECURITY;',
      project: onSupabase,
      reports: [],
    },
    {
      sql: 'CREATE SCHEMA internal; CREATE TABLE internal.jobs (id bigint PRIMARY KEY);',
      project: onSupabase,
      reports: [],
      because: 'The schema is not exposed.',
    },
    {
      sql: 'CREATE TABLE jobs (id bigint PRIMARY KEY); REVOKE ALL ON jobs FROM anon, authenticated;',
      project: onSupabase,
      reports: [],
      because: 'Nobody untrusted may read it.',
    },
    {
      sql: 'CREATE TABLE a (id bigint); ALTER TABLE a ENABLE ROW LEVEL SECURITY; GRANT SELECT ON a TO visitor; CREATE TABLE b (id bigint); CREATE TABLE c (id bigint); GRANT SELECT ON c TO visitor;',
      reports: ['open'],
      because: 'The migrations say by GRANT who may read, and nobody but its owner may read b.',
    },
  ],
  check: {
    *history({ project, catalog, originOf }) {
      const tables = [...exposedTables(project, catalog)];
      const exposed = new Set(tables.map(({ name }) => formatQualified(name)));
      for (const table of tables) {
        const origin = originOf(table.unit);
        if (table.rowSecurity.enabled || table.rowSecurity.writtenAt || !origin || !table.span) continue;
        if (table.partitionOf && exposed.has(formatQualified(table.partitionOf.parent))) continue;
        const name = quoteName(table.name);
        const policy = quoteIdentifier(`${table.name.name}: who may read`);
        const columns = listText(sensitiveColumns(table));
        const common = {
          at: table.span,
          path: origin.path,
          subject: formatName(table.name),
          workaround: `ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY;\nCREATE POLICY ${policy} ON ${name} FOR SELECT TO authenticated USING (…);`,
        };
        if (columns === '') yield { message: 'open', data: { table: common.subject }, ...common };
        else yield { message: 'openSecrets', severity: 'error', data: { table: common.subject, columns }, ...common };
      }
    },
  },
});
