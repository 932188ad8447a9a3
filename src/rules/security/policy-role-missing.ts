import { z } from 'zod';
import { conjunctsOf } from '../../effects/expression-use.js';
import { isAuthCall, withoutWrapping } from '../../engine/policy-calls.js';
import { defineRule } from '../../engine/rule.js';
import { isForServer } from '../../engine/server-policy.js';
import { conditionsOf, writtenPolicies } from '../../engine/written-policies.js';
import type { Expression } from '../../sql/expression.js';
import { isAlwaysFalse, isAlwaysTrue } from '../../sql/tautology.js';

const books = 'CREATE TABLE books (id bigint, owner uuid); ALTER TABLE books ENABLE ROW LEVEL SECURITY;';
const roleCall: ReadonlySet<string> = new Set(['role']);

/** `auth.role() = 'authenticated'`, as what TO says. */
function testsRole(condition: Expression): boolean {
  return conjunctsOf(condition).some((part) => {
    if (part.kind !== 'operator' || part.operator !== '=') return false;
    const operands = part.operands.map(withoutWrapping);
    const asked = operands.some((operand) => isAuthCall(operand, roleCall));
    return asked && operands.some((operand) => operand.kind === 'constant' && operand.value === 'authenticated');
  });
}

const dependsOnRow = (condition: Expression): boolean => !isAlwaysTrue(condition) && !isAlwaysFalse(condition);

export default defineRule({
  id: 'policy-role-missing',
  category: 'security',
  severity: 'info',
  presets: { strict: true },
  docs: {
    summary: 'Say by TO whom a policy is for.',
    condition:
      "A policy without TO, which is then for PUBLIC, or one that tests `auth.role() = 'authenticated'`, which TO says and `auth.role()` is deprecated for. Not a condition that is always true or false: public data is a choice, and `policy-always-true` speaks of writing. Not one that asks for service_role. Not a policy that names PUBLIC.",
    effect:
      'The condition runs for each row of requests that it never holds for, and a slip in it opens the table to requests without a sign-in as well.',
    workaround: '```sql\nALTER POLICY "own books" ON books TO authenticated;\n```',
    workaroundGiven:
      'CREATE TABLE books (id bigint PRIMARY KEY, owner_id uuid, published boolean); ALTER TABLE books ENABLE ROW LEVEL SECURITY; CREATE POLICY "own books" ON books USING (owner_id = (select auth.uid()));',
    references: [
      'https://supabase.com/docs/guides/database/postgres/row-level-security#specify-roles-in-your-policies',
    ],
  },
  options: z.strictObject({}),
  messages: {
    everyone: 'Policy "{policy}" on {table} has no TO: it is for every role, also for requests without a sign-in.',
    roleTest: 'Policy "{policy}" on {table} tests auth.role(), which is deprecated: TO authenticated says the same.',
  },
  examples: [
    { sql: `${books} CREATE POLICY own ON books USING ((select auth.uid()) = owner);`, reports: ['everyone'] },
    {
      sql: `${books} CREATE POLICY signed_in ON books FOR SELECT USING (auth.role() = 'authenticated');`,
      reports: ['roleTest'],
    },
    { sql: `${books} CREATE POLICY own ON books TO authenticated USING ((select auth.uid()) = owner);`, reports: [] },
    {
      sql: `${books} CREATE POLICY read ON books FOR SELECT USING (true);`,
      reports: [],
      because: 'Data for everyone is a choice.',
    },
    {
      given: `${books} CREATE POLICY own ON books USING ((select auth.uid()) = owner);`,
      sql: 'ALTER POLICY own ON books TO authenticated;',
      reports: [],
      because: 'It is mended in the end.',
    },
  ],
  check: {
    *history(context) {
      for (const { policy, names, place } of writtenPolicies(context)) {
        const conditions = conditionsOf(policy);
        if (isForServer(policy)) continue;
        const common = { data: names, ...place };
        if (conditions.some(testsRole)) yield { message: 'roleTest', ...common };
        else if (!policy.rolesWritten && policy.permissive && conditions.some(dependsOnRow))
          yield { message: 'everyone', ...common };
      }
    },
  },
});
