import { z } from 'zod';
import type { Catalog } from '../../catalog/catalog.js';
import type { GrantEntry } from '../../catalog/model.js';
import { listText } from '../../core/list-text.js';
import { byStatement } from '../../engine/by-statement.js';
import { onSupabase } from '../../engine/examples/on-supabase.js';
import { exposedTables } from '../../engine/exposure.js';
import { placeOf } from '../../engine/history-place.js';
import { defineRule, type Project } from '../../engine/rule.js';

const writes: ReadonlySet<string> = new Set(['insert', 'update', 'delete', 'truncate']);
const shown = (object: string): string => object.replace(/^public\./, '');
const grantee = (role: string): string => (role === 'public' ? 'PUBLIC' : role);
const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

/** What is granted on tables and views whose rows no policy guards, but for those that another rule tells of. */
function* unguardedGrants(project: Project, catalog: Catalog): Generator<GrantEntry> {
  const told = new Set([...exposedTables(project, catalog)].map(({ name }) => `${name.schema}.${name.name}`));
  for (const { kind, name, rowSecurity } of catalog.relations()) {
    const isTable = kind === 'table' || kind === 'partitionedTable' || kind === 'foreignTable';
    if (isTable && !rowSecurity.enabled && !told.has(`${name.schema}.${name.name}`))
      yield* catalog.grants('table', name);
  }
}

export default defineRule({
  id: 'grant-to-public-or-anon',
  category: 'security',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Do not let everyone write to a table.',
    condition:
      'A GRANT gives PUBLIC or anon INSERT, UPDATE, DELETE, TRUNCATE or ALL on a table without row level security, also by ON ALL TABLES IN SCHEMA, or lets anon or authenticated pass a right on (WITH GRANT OPTION). Not what they had before, as on Supabase in public; not what a later statement revokes; not a table of which `rls-disabled-in-exposed-schema` speaks. One finding a statement.',
    effect:
      'PUBLIC is every role that can connect, also those that are made later; anon is everyone without a sign-in.',
    workaround:
      'Name the role that needs the right, and no more than it needs:\n\n```sql\nREVOKE ALL ON books FROM public;\nGRANT SELECT, INSERT ON books TO shop;\n```\n\nor guard the rows:\n\n```sql\nALTER TABLE books ENABLE ROW LEVEL SECURITY;\nCREATE POLICY "add own" ON books FOR INSERT TO shop WITH CHECK (shop = current_user);\n```',
    workaroundGiven: 'CREATE TABLE books (id bigint, shop text); GRANT SELECT ON books TO public;',
    references: ['https://www.postgresql.org/docs/current/ddl-priv.html'],
  },
  options: z.strictObject({}),
  messages: {
    writable: '{roles} can {privileges} on {tables}, where no row level security holds anybody back.',
    grantable: '{roles} can give the right to {privileges} on {tables} to anybody.',
  },
  examples: [
    { sql: 'CREATE TABLE books (id bigint); GRANT ALL ON books TO PUBLIC;', reports: ['writable'] },
    {
      given: 'CREATE SCHEMA shop; CREATE TABLE shop.books (id bigint); CREATE TABLE shop.loans (id bigint);',
      sql: 'GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA shop TO anon;',
      reports: ['writable'],
    },
    {
      sql: 'CREATE TABLE books (id bigint); GRANT SELECT ON books TO authenticated WITH GRANT OPTION;',
      reports: ['grantable'],
    },
    { sql: 'CREATE TABLE books (id bigint); GRANT SELECT ON books TO PUBLIC;', reports: [], because: 'Nobody writes.' },
    { sql: 'CREATE TABLE books (id bigint); GRANT ALL ON books TO shop;', reports: [] },
    {
      sql: 'CREATE TABLE books (id bigint); GRANT ALL ON books TO PUBLIC;',
      after: ['REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON books FROM PUBLIC;'],
      reports: [],
      because: 'It is mended in the end.',
    },
    {
      sql: 'CREATE TABLE books (id bigint); ALTER TABLE books ENABLE ROW LEVEL SECURITY; GRANT ALL ON books TO anon;',
      project: onSupabase,
      reports: [],
      because: 'Policies decide, and anon had the right before.',
    },
  ],
  check: {
    *history({ project, catalog, originOf }) {
      for (const { writtenAt, items } of byStatement(unguardedGrants(project, catalog))) {
        const place = placeOf(originOf, writtenAt);
        const open = items.filter((item) => ['public', 'anon'].includes(item.grantee) && writes.has(item.privilege));
        const passed = items.filter((item) => item.grantable && ['anon', 'authenticated'].includes(item.grantee));
        const told = open.length > 0 ? open : passed;
        if (!place || told.length === 0) continue;
        const data = {
          roles: listText(distinct(told.map((item) => grantee(item.grantee)))),
          privileges: listText(distinct(told.map(({ privilege }) => privilege.toUpperCase()))),
          tables: listText(distinct(told.map(({ object }) => shown(object))), 3),
        };
        yield { message: open.length > 0 ? 'writable' : 'grantable', data, ...place };
      }
    },
  },
});
