import { z } from 'zod';
import type { Catalog } from '../../catalog/catalog.js';
import type { Relation } from '../../catalog/model.js';
import { formatName, quoteName } from '../../core/name.js';
import { placeOf } from '../../engine/history-place.js';
import { defineRule } from '../../engine/rule.js';

const project = { supabase: true, exposedSchemas: ['public'] } as const;
const apiRoles: readonly string[] = ['anon', 'authenticated', 'service_role'];

export default defineRule({
  id: 'new-table-needs-grant',
  category: 'compatibility',
  severity: 'warning',
  presets: { supabase: true, strict: true },
  docs: {
    summary: 'Grant the Data API what it needs of a new table.',
    condition:
      'Supabase: a table or view that a migration from `since` on made in an exposed schema, and no GRANT of the history, nor ' +
      'ALTER DEFAULT PRIVILEGES before it, gives anything on it to anon, authenticated or service_role. The date is that of ' +
      'the version of the migration. Not of partitions and temporary tables.',
    effect:
      'New objects no longer get grants from the platform (projects made since 2026-05-30, all from 2026-10-30 on): the ' +
      'Data API answers 42501, permission denied, also to the server key.',
    workaround:
      'Grant each role what it needs, and no more, in the same migration:\n\n```sql\nCREATE TABLE books (id bigint PRIMARY KEY);\n' +
      'ALTER TABLE books ENABLE ROW LEVEL SECURITY;\nGRANT SELECT ON books TO anon;\n' +
      'GRANT SELECT, INSERT, UPDATE, DELETE ON books TO authenticated, service_role;\n```',
    references: ['https://supabase.com/docs/guides/api/securing-your-api'],
  },
  options: z.strictObject({
    since: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}$/)
      .default('2026-10-30')
      .describe('The day from which new objects need grants: 2026-05-30 for projects made after it.'),
  }),
  messages: { unseen: 'Nothing is granted on {table}, so that the Data API cannot see it.' },
  examples: [
    { sql: 'create table books (id bigint primary key);', ids: ['20261101120000_books'], project, reports: ['unseen'] },
    {
      given: 'create table books (id bigint primary key); grant select on books to anon;',
      sql: 'create view shelf with (security_invoker = true) as select id from books;',
      ids: ['20260601120000_books', '20260602120000_shelf'],
      options: { since: '2026-05-30' },
      project,
      reports: ['unseen'],
    },
    {
      sql: 'create table books (id bigint primary key); grant select on books to authenticated;',
      ids: ['20261101120000_books'],
      project,
      reports: [],
    },
    {
      sql: 'create table books (id bigint primary key);',
      ids: ['20250101120000_books'],
      project,
      reports: [],
      because: 'The platform granted at that time.',
    },
    {
      given: 'alter default privileges in schema public grant select on tables to authenticated;',
      sql: 'create table books (id bigint primary key);',
      ids: ['20261101110000_rights', '20261101120000_books'],
      project,
      reports: [],
      because: 'The migrations themselves say what new tables get.',
    },
    {
      sql: 'create schema internal; create table internal.books (id bigint primary key);',
      ids: ['20261101120000_books'],
      project,
      reports: [],
      because: 'The Data API does not serve this schema.',
    },
  ],
  check: {
    *history({ project: { supabase, exposedSchemas, migrations }, catalog, originOf, options }) {
      if (!supabase) return;
      const since = options.since.replaceAll('-', '');
      const late = new Set(
        migrations
          .filter(({ version }) => /^\d{14}$/.test(version) && version.slice(0, 8) >= since)
          .map(({ path }) => path),
      );
      if (late.size === 0) return;
      for (const table of catalog.relations()) {
        const place = placeOf(originOf, table);
        if (!place || !late.has(place.path) || !exposedSchemas.includes(table.name.schema)) continue;
        if (!isServed(table) || isGranted(table, catalog)) continue;
        const name = quoteName(table.name);
        yield {
          message: 'unseen',
          data: { table: formatName(table.name) },
          subject: formatName(table.name),
          workaround: `\`\`\`sql\nGRANT SELECT ON ${name} TO authenticated, service_role; -- and what else they need\n\`\`\``,
          ...place,
        };
      }
    },
  },
});

const served: readonly string[] = ['table', 'partitionedTable', 'foreignTable', 'view', 'materializedView'];

const isServed = ({ kind, managed, persistence, partitionOf }: Relation): boolean =>
  served.includes(kind) && !managed && persistence !== 'temporary' && partitionOf === undefined;

/** By a statement of the history; what the platform gave does not count. */
const isGranted = ({ name }: Relation, catalog: Catalog): boolean =>
  catalog
    .grants('table', name)
    .some(({ grantee, writtenAt, confirmed }) => apiRoles.includes(grantee) && (writtenAt !== undefined || confirmed));
