import { z } from 'zod';
import type { Policy } from '../../catalog/model.js';
import { listText } from '../../core/list-text.js';
import { formatName } from '../../core/name.js';
import { apiRoles } from '../../engine/exposure.js';
import { defineRule } from '../../engine/rule.js';
import type { Expression } from '../../sql/expression.js';
import { isAlwaysTrue } from '../../sql/tautology.js';

/**
 * What the policy lets through without a condition; reading (`SELECT … USING (true)`) is a choice, not a finding.
 * An absent USING lets no row through; an absent WITH CHECK is USING, and there is none in a policy for INSERT.
 */
function openCommands({ command, using, withCheck }: Policy): readonly string[] {
  const open = {
    insert: isOpen(withCheck ?? using) ? ['INSERT'] : [],
    update: isOpen(using) ? ['UPDATE'] : [],
    delete: isOpen(using) ? ['DELETE'] : [],
  };
  if (command === 'select') return [];
  return command === 'all' ? [...open.insert, ...open.update, ...open.delete] : open[command];
}

/** Who may change a row may give it away: the new row is not looked at. */
const givesAway = ({ command, using, withCheck }: Policy): boolean =>
  command === 'update' && using !== undefined && !isOpen(using) && isOpen(withCheck);

const isOpen = (condition: Expression | undefined): boolean => condition !== undefined && isAlwaysTrue(condition);

export default defineRule({
  id: 'policy-always-true',
  category: 'security',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Do not let everyone write by a policy that is always true.',
    condition:
      'A permissive policy for PUBLIC, anon or authenticated on a table with row level security lets INSERT, UPDATE or DELETE through by a condition that is always true: `USING (true)` or `WITH CHECK (true)`. `FOR SELECT USING (true)` is allowed: public data is a choice. A policy without USING lets no row through, and restrictive policies are not meant.',
    effect:
      'Every user can change or delete the rows of every other user; row level security is on and protects nothing.',
    workaround:
      '```sql\nCREATE POLICY "change own books" ON books FOR UPDATE TO authenticated\n  USING ((select auth.uid()) = owner_id)\n  WITH CHECK ((select auth.uid()) = owner_id);\n```\n\nA policy for the server alone is not needed: service_role bypasses row level security.',
    workaroundGiven:
      'CREATE TABLE books (id bigint PRIMARY KEY, owner_id uuid, published boolean); ALTER TABLE books ENABLE ROW LEVEL SECURITY;',
    references: ['https://www.postgresql.org/docs/current/sql-createpolicy.html'],
  },
  options: z.strictObject({}),
  messages: {
    open: 'Policy "{policy}" lets {roles} {commands} any row of {table}.',
    givesAway:
      'Policy "{policy}" lets {roles} turn the rows of {table} that it shows into any row: WITH CHECK is always true.',
  },
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
    {
      sql: 'CREATE TABLE books (id bigint, owner uuid); ALTER TABLE books ENABLE ROW LEVEL SECURITY; CREATE POLICY "add own" ON books TO authenticated WITH CHECK (owner = auth.uid());',
      reports: [],
      because: 'Without USING the policy shows, changes and deletes no row.',
    },
    {
      sql: 'CREATE TABLE books (id bigint); ALTER TABLE books ENABLE ROW LEVEL SECURITY; CREATE POLICY "add" ON books FOR INSERT TO authenticated;',
      reports: [],
      because: 'Without WITH CHECK it lets no row in.',
    },
    {
      sql: 'CREATE TABLE books (id bigint, owner uuid); ALTER TABLE books ENABLE ROW LEVEL SECURITY; CREATE POLICY "change" ON books FOR UPDATE TO authenticated USING (owner = auth.uid()) WITH CHECK (true);',
      reports: ['givesAway'],
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
          if (!policy.permissive || roles.length === 0 || !origin || !policy.span) continue;
          const data = {
            policy: policy.name,
            roles: roles.includes('public') ? 'everyone' : listText(roles),
            table: formatName(table.name),
          };
          const place = { at: policy.span, path: origin.path, subject: `${data.table}.${policy.name}` };
          if (commands.length > 0) yield { message: 'open', data: { ...data, commands: listText(commands) }, ...place };
          else if (givesAway(policy)) yield { message: 'givesAway', data, ...place };
        }
      }
    },
  },
});
