import { z } from 'zod';
import type { Policy } from '../../catalog/model.js';
import { formatName } from '../../core/name.js';
import { apiRoles } from '../../engine/exposure.js';
import { defineRule } from '../../engine/rule.js';
import type { Expression } from '../../sql/expression.js';
import { isAlwaysTrue } from '../../sql/tautology.js';

const always = (expression: Expression | undefined): boolean => expression === undefined || isAlwaysTrue(expression);

/** What the policy lets through without a condition; reading (`SELECT … USING (true)`) is a choice, not a finding. */
function openCommands({ command, using, withCheck }: Policy): readonly string[] {
  // Without WITH CHECK, USING is checked for new rows as well.
  const checksNewRows = !always(withCheck ?? using);
  if (command === 'insert') return always(withCheck) ? ['INSERT'] : [];
  if (command === 'delete') return always(using) ? ['DELETE'] : [];
  if (command === 'update') return always(using) || !checksNewRows ? ['UPDATE'] : [];
  if (command === 'all') {
    const open = [...(checksNewRows ? [] : ['INSERT', 'UPDATE']), ...(always(using) ? ['DELETE'] : [])];
    return always(using) && checksNewRows ? [...new Set(['UPDATE', ...open])] : open;
  }
  return [];
}

export default defineRule({
  id: 'policy-always-true',
  category: 'security',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Do not let everyone write by a policy that is always true.',
    condition:
      'A permissive policy for PUBLIC, anon or authenticated on a table with row level security lets INSERT, UPDATE or DELETE through without a condition: `USING (true)`, `WITH CHECK (true)`, or none. `FOR SELECT USING (true)` is allowed: public data is a choice. Restrictive policies are not meant.',
    effect:
      'Every user can change or delete the rows of every other user; row level security is on and protects nothing.',
    workaround:
      '```sql\nCREATE POLICY "change own books" ON books FOR UPDATE TO authenticated\n  USING ((select auth.uid()) = owner_id)\n  WITH CHECK ((select auth.uid()) = owner_id);\n```\n\nA policy for the server alone is not needed: service_role bypasses row level security.',
    references: ['https://www.postgresql.org/docs/current/sql-createpolicy.html'],
  },
  options: z.strictObject({}),
  messages: { open: 'Policy "{policy}" lets {roles} {commands} any row of {table}.' },
  examples: [
    {
      sql: 'CREATE TABLE books (id bigint); ALTER TABLE books ENABLE ROW LEVEL SECURITY; CREATE POLICY "write" ON books FOR ALL USING (true);',
      reports: ['open'],
    },
    {
      sql: 'CREATE TABLE books (id bigint); ALTER TABLE books ENABLE ROW LEVEL SECURITY; CREATE POLICY "add" ON books FOR INSERT TO authenticated WITH CHECK (1 = 1);',
      reports: ['open'],
    },
    {
      sql: 'CREATE TABLE books (id bigint); ALTER TABLE books ENABLE ROW LEVEL SECURITY; CREATE POLICY "read" ON books FOR SELECT USING (true);',
      reports: [],
      because: 'Public data is a choice.',
    },
    {
      sql: 'CREATE TABLE books (id bigint, owner uuid); ALTER TABLE books ENABLE ROW LEVEL SECURITY; CREATE POLICY "write" ON books FOR ALL TO authenticated USING (owner = auth.uid());',
      reports: [],
    },
    {
      sql: 'CREATE TABLE books (id bigint); ALTER TABLE books ENABLE ROW LEVEL SECURITY; CREATE POLICY "server" ON books FOR ALL TO service_role USING (true);',
      reports: [],
      because: 'The server may.',
    },
  ],
  check: {
    *history({ catalog, originOf }) {
      for (const table of catalog.relations()) {
        if (!table.rowSecurity.enabled) continue;
        for (const policy of table.policies.values()) {
          const roles = policy.roles.filter((role) => apiRoles.includes(role));
          const commands = openCommands(policy);
          const origin = originOf(policy.unit);
          if (!policy.permissive || roles.length === 0 || commands.length === 0 || !origin || !policy.span) continue;
          yield {
            message: 'open',
            data: {
              policy: policy.name,
              roles: roles.includes('public') ? 'everyone' : roles.join(' and '),
              commands: commands.join(', '),
              table: formatName(table.name),
            },
            at: policy.span,
            path: origin.path,
            subject: `${formatName(table.name)}.${policy.name}`,
          };
        }
      }
    },
  },
});
