import { z } from 'zod';
import { listText } from '../../core/list-text.js';
import { formatName } from '../../core/name.js';
import { onSupabase } from '../../engine/examples/on-supabase.js';
import { exposedRelations } from '../../engine/exposure.js';
import { placeOf } from '../../engine/history-place.js';
import { defineRule } from '../../engine/rule.js';

const withGraphql = { ...onSupabase, exposedSchemas: ['public', 'graphql_public'] } as const;

export default defineRule({
  id: 'graphql-anon-exposed',
  aliases: ['graphql-authenticated-exposed'],
  category: 'security',
  severity: 'info',
  presets: { strict: true },
  docs: {
    summary: 'Install pg_graphql only where clients use GraphQL.',
    condition:
      'The migrations install pg_graphql, and at the end of the history anon or authenticated can read tables or views of exposed schemas. One finding for all of them.',
    effect:
      'GraphQL tells every role the names and columns of all relations that it may read, and its queries follow foreign keys from one to the next.',
    workaround:
      'Where no client uses GraphQL:\n\n```sql\nDROP EXTENSION pg_graphql;\n```\n\nElsewhere, for relations that it should not show:\n\n```sql\nREVOKE SELECT ON audit_log FROM anon, authenticated;\n```',
    workaroundGiven: 'CREATE EXTENSION IF NOT EXISTS pg_graphql; CREATE TABLE audit_log (id bigint);',
    references: ['https://supabase.com/docs/guides/graphql'],
  },
  options: z.strictObject({}),
  messages: { shown: 'pg_graphql shows {relations} to untrusted roles.' },
  examples: [
    {
      sql: 'CREATE EXTENSION IF NOT EXISTS pg_graphql; CREATE TABLE books (id bigint);',
      project: withGraphql,
      reports: ['shown'],
    },
    {
      given: 'CREATE TABLE books (id bigint); CREATE VIEW shelf AS SELECT id FROM books;',
      sql: 'CREATE EXTENSION IF NOT EXISTS pg_graphql WITH SCHEMA graphql;',
      project: withGraphql,
      reports: ['shown'],
    },
    { sql: 'CREATE TABLE books (id bigint);', project: withGraphql, reports: [], because: 'It is not installed here.' },
    {
      sql: 'CREATE EXTENSION IF NOT EXISTS pg_graphql; CREATE TABLE books (id bigint); REVOKE ALL ON books FROM anon, authenticated;',
      project: withGraphql,
      reports: [],
    },
    {
      sql: 'CREATE EXTENSION IF NOT EXISTS pg_graphql; CREATE TABLE books (id bigint);',
      after: ['DROP EXTENSION pg_graphql;'],
      project: withGraphql,
      reports: [],
      because: 'It is gone in the end.',
    },
  ],
  check: {
    *history({ project, catalog, originOf }) {
      const extension = catalog.extension('pg_graphql');
      const place =
        typeof extension === 'object' && extension.writtenAt ? placeOf(originOf, extension.writtenAt) : undefined;
      if (!place) return;
      const kinds = ['table', 'partitionedTable', 'view', 'materializedView', 'foreignTable'] as const;
      const names = [...exposedRelations(project, catalog, kinds)].map(({ name }) => formatName(name));
      if (names.length > 0) yield { message: 'shown', data: { relations: listText(names) }, ...place };
    },
  },
});
