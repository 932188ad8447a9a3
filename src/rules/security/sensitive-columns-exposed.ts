import { z } from 'zod';
import type { Policy } from '../../catalog/model.js';
import { listText } from '../../core/list-text.js';
import { onSupabase } from '../../engine/examples/on-supabase.js';
import { exposedTables } from '../../engine/exposure.js';
import { defineRule } from '../../engine/rule.js';
import { sensitiveColumns } from '../../engine/sensitive-columns.js';
import { writtenPolicies } from '../../engine/written-policies.js';
import { isAlwaysTrue } from '../../sql/tautology.js';

const users = 'CREATE TABLE users (id bigint, name text, password text); ALTER TABLE users ENABLE ROW LEVEL SECURITY;';

const readers: readonly string[] = ['public', 'anon', 'authenticated'];

const readersOf = ({ permissive, command, roles, using }: Policy): readonly string[] =>
  permissive && (command === 'select' || command === 'all') && using !== undefined && isAlwaysTrue(using)
    ? roles.filter((role) => readers.includes(role))
    : [];

export default defineRule({
  id: 'sensitive-columns-exposed',
  category: 'security',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Do not let everyone read columns that hold secrets.',
    condition:
      'A table in an exposed schema has a column whose name is that of a secret (password, access_token, api_key, ssn, card_number, iban, …), and a policy with `USING (true)` lets PUBLIC, anon or authenticated read all of its rows. Not where they have no right to SELECT that column. A table without row level security is what `rls-disabled-in-exposed-schema` speaks of; it names such columns too.',
    effect: 'Everyone who may send a request, or everyone who signs up, reads the secrets of all users.',
    workaround:
      'Keep them in a table that only the server reads:\n\n```sql\nCREATE SCHEMA private;\nCREATE TABLE private.credentials (user_id uuid PRIMARY KEY REFERENCES public.users, password text);\n```\n\nor let each role read no more than the other columns:\n\n```sql\nREVOKE SELECT ON users FROM anon, authenticated;\nGRANT SELECT (id, name) ON users TO anon, authenticated;\n```',
    workaroundGiven: 'CREATE TABLE users (id uuid PRIMARY KEY, name text, password text);',
    references: ['https://supabase.com/docs/guides/database/database-advisors?lint=0023_sensitive_columns_exposed'],
  },
  options: z.strictObject({}),
  messages: { readable: 'Policy "{policy}" lets {roles} read {columns} of every row of {table}.' },
  examples: [
    {
      sql: `${users} CREATE POLICY read ON users FOR SELECT USING (true);`,
      project: onSupabase,
      reports: ['readable'],
    },
    {
      sql: `CREATE TABLE shops (id bigint, "api-key" text); ALTER TABLE shops ENABLE ROW LEVEL SECURITY; CREATE POLICY read ON shops TO authenticated USING (true);`,
      project: onSupabase,
      reports: ['readable'],
    },
    {
      sql: `${users} CREATE POLICY read ON users FOR SELECT USING (id = 1);`,
      project: onSupabase,
      reports: [],
    },
    {
      sql: `${users} CREATE POLICY read ON users FOR SELECT USING (true); REVOKE SELECT ON users FROM anon, authenticated; GRANT SELECT (id, name) ON users TO anon, authenticated;`,
      project: onSupabase,
      reports: [],
      because: 'They may read the other columns alone.',
    },
    {
      sql: 'CREATE TABLE counts (password_resets int); ALTER TABLE counts ENABLE ROW LEVEL SECURITY; CREATE POLICY read ON counts FOR SELECT USING (true);',
      project: onSupabase,
      reports: [],
      because: 'Only whole names count.',
    },
  ],
  check: {
    *history(context) {
      const { project, catalog } = context;
      const exposed = new Set([...exposedTables(project, catalog)].map(({ name }) => `${name.schema}.${name.name}`));
      for (const { table, policy, names, place } of writtenPolicies(context)) {
        const roles = readersOf(policy);
        if (roles.length === 0 || !table.rowSecurity.enabled || !exposed.has(`${table.name.schema}.${table.name.name}`))
          continue;
        const grants = catalog.grants('table', table.name).filter(({ privilege }) => privilege === 'select');
        // Without any grant in the history, who may read what is decided elsewhere.
        const columns = sensitiveColumns(table).filter(
          (name) =>
            grants.length === 0 ||
            grants.some(({ column, grantee }) => readers.includes(grantee) && (column ?? name) === name),
        );
        if (columns.length === 0) continue;
        const data = {
          ...names,
          roles: roles.includes('public') ? 'everyone' : listText(roles),
          columns: listText(columns),
        };
        yield { message: 'readable', data, ...place };
      }
    },
  },
});
