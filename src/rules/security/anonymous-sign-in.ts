import { z } from 'zod';
import type { Policy, Relation } from '../../catalog/model.js';
import { listText } from '../../core/list-text.js';
import { formatName } from '../../core/name.js';
import { onSupabase } from '../../engine/examples/on-supabase.js';
import { exposedTables } from '../../engine/exposure.js';
import { placeOf } from '../../engine/history-place.js';
import { defineRule } from '../../engine/rule.js';
import { isForServer } from '../../engine/server-policy.js';
import { conditionsOf } from '../../engine/written-policies.js';
import { walk } from '../../sql/expression.js';
import { isAlwaysFalse, isAlwaysTrue } from '../../sql/tautology.js';

const withAnonymous = { supabase: true, exposedSchemas: ['public'], anonymousSignIn: true } as const;
const books = 'CREATE TABLE books (id bigint, owner uuid); ALTER TABLE books ENABLE ROW LEVEL SECURITY;';

const asksWhetherAnonymous = (policy: Policy): boolean =>
  conditionsOf(policy).some((condition) =>
    [...walk(condition)].some((part) => part.kind === 'constant' && part.value === 'is_anonymous'),
  );

/** Public data is a choice, whoever signs in. */
const isForPeople = (policy: Policy): boolean =>
  policy.permissive &&
  (policy.roles.includes('authenticated') || policy.roles.includes('public')) &&
  !isForServer(policy) &&
  !conditionsOf(policy).some(isAlwaysFalse) &&
  !(policy.command === 'select' && conditionsOf(policy).every(isAlwaysTrue));

function openPolicies({ policies }: Relation): readonly Policy[] {
  const all = [...policies.values()];
  if (all.some((policy) => !policy.permissive && asksWhetherAnonymous(policy))) return [];
  return all.filter((policy) => isForPeople(policy) && !asksWhetherAnonymous(policy));
}

export default defineRule({
  id: 'anonymous-sign-in',
  category: 'security',
  severity: 'info',
  presets: { strict: true },
  docs: {
    summary: 'Say in policies whether users count who signed in anonymously.',
    condition:
      'In a Supabase project whose config.toml has `enable_anonymous_sign_ins = true`, an exposed table with row level security has policies for authenticated or PUBLIC, and none of these nor a restrictive policy of the table asks for `is_anonymous`. Not policies by which everyone may read all rows. One finding a table.',
    effect:
      'Who signs in anonymously is `authenticated` too: a policy for authenticated holds for visitors who never said who they are.',
    workaround:
      'One restrictive policy keeps them from writing, whatever the others let through:\n\n```sql\nCREATE POLICY "no anonymous writes" ON books AS RESTRICTIVE FOR INSERT TO authenticated\n  WITH CHECK ((select (auth.jwt() ->> \'is_anonymous\')::boolean) IS FALSE);\n```',
    references: ['https://supabase.com/docs/guides/auth/auth-anonymous#access-control'],
  },
  options: z.strictObject({}),
  messages: { counted: 'Users who signed in anonymously pass {policies} on {table} like all others.' },
  examples: [
    {
      sql: `${books} CREATE POLICY own ON books TO authenticated USING ((select auth.uid()) = owner);`,
      project: withAnonymous,
      reports: ['counted'],
    },
    {
      sql: `${books} CREATE POLICY a ON books FOR SELECT USING (id < 9); CREATE POLICY b ON books FOR INSERT WITH CHECK (id > 9);`,
      project: withAnonymous,
      reports: ['counted'],
      because: 'One finding a table.',
    },
    {
      sql: `${books} CREATE POLICY own ON books TO authenticated USING ((select auth.uid()) = owner);`,
      project: onSupabase,
      reports: [],
      because: 'Nobody can sign in anonymously.',
    },
    {
      sql: `${books} CREATE POLICY own ON books TO authenticated USING ((select auth.uid()) = owner); CREATE POLICY known ON books AS RESTRICTIVE TO authenticated USING ((select (auth.jwt() ->> 'is_anonymous')::boolean) IS FALSE);`,
      project: withAnonymous,
      reports: [],
      because: 'The restrictive policy asks.',
    },
    {
      sql: `${books} CREATE POLICY read ON books FOR SELECT USING (true);`,
      project: withAnonymous,
      reports: [],
      because: 'Everyone may read.',
    },
  ],
  check: {
    *history({ project, catalog, originOf }) {
      if (!project.supabase || project.anonymousSignIn !== true) return;
      for (const table of exposedTables(project, catalog)) {
        const policies = table.rowSecurity.enabled ? openPolicies(table) : [];
        const [first] = policies;
        const place = first && placeOf(originOf, first.writtenAt ?? first);
        if (!place) continue;
        const data = {
          table: formatName(table.name),
          policies: listText(
            policies.map(({ name }) => `"${name}"`),
            3,
          ),
        };
        yield { message: 'counted', data, subject: data.table, ...place };
      }
    },
  },
});
