import { z } from 'zod';
import { isAuthCall, isSettingCall } from '../../engine/policy-calls.js';
import { defineRule } from '../../engine/rule.js';
import { conditionsOf, writtenPolicies } from '../../engine/written-policies.js';
import { type Expression, walk } from '../../sql/expression.js';

const books = 'CREATE TABLE books (id bigint, owner uuid); ALTER TABLE books ENABLE ROW LEVEL SECURITY;';

/** `user_metadata` as a key, and at the head of a path: `'{user_metadata,role}'`. */
const namesUserMetadata = (part: Expression): boolean =>
  part.kind === 'constant' && /^\{?"?user_metadata\b/.test(String(part.value));

const isClaims = (part: Expression): boolean => isAuthCall(part) || isSettingCall(part);

function readsUserMetadata(condition: Expression): boolean {
  for (const part of walk(condition)) {
    if (part.kind === 'column' && part.path.at(-1) === 'raw_user_meta_data') return true;
    if (part.kind !== 'operator' && part.kind !== 'call') continue;
    const inner = [...walk(part)];
    if (inner.some(namesUserMetadata) && inner.some(isClaims)) return true;
  }
  return false;
}

export default defineRule({
  id: 'policy-user-metadata',
  category: 'security',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Do not decide by user_metadata who may do what.',
    condition:
      "The condition of a policy reads `user_metadata` from `auth.jwt()` or `current_setting('request.jwt…')`, or the column `raw_user_meta_data` of auth.users.",
    effect: 'Users write their own user_metadata by `auth.updateUser()`: whoever wants to be an administrator says so.',
    workaround:
      "Keep roles in app_metadata, which only the server writes:\n\n```sql\nDROP POLICY \"admins\" ON books;\nCREATE POLICY \"admins\" ON books FOR ALL TO authenticated\n  USING ((select auth.jwt()) -> 'app_metadata' ->> 'role' = 'admin');\n```",
    references: ['https://supabase.com/docs/guides/database/database-advisors?lint=0015_rls_references_user_metadata'],
  },
  options: z.strictObject({}),
  messages: {
    editable: 'Policy "{policy}" on {table} trusts user_metadata, which every user can write for themselves.',
  },
  examples: [
    {
      sql: `${books} CREATE POLICY admins ON books USING ((auth.jwt() -> 'user_metadata' ->> 'role') = 'admin');`,
      reports: ['editable'],
    },
    {
      sql: `${books} CREATE POLICY admins ON books USING (EXISTS (SELECT 1 FROM auth.users u WHERE u.id = auth.uid() AND u.raw_user_meta_data ->> 'role' = 'admin'));`,
      reports: ['editable'],
    },
    {
      sql: `${books} CREATE POLICY admins ON books USING (current_setting('request.jwt.claims', true)::jsonb #>> '{user_metadata,role}' = 'admin');`,
      reports: ['editable'],
    },
    {
      sql: `${books} CREATE POLICY admins ON books USING ((auth.jwt() -> 'app_metadata' ->> 'role') = 'admin');`,
      reports: [],
    },
    {
      sql: `CREATE TABLE notes (kind text); ALTER TABLE notes ENABLE ROW LEVEL SECURITY; CREATE POLICY kinds ON notes USING (kind <> 'user_metadata' AND auth.uid() IS NOT NULL);`,
      reports: [],
      because: 'It is a value of a column, not a claim.',
    },
  ],
  check: {
    *history(context) {
      for (const { policy, names, place } of writtenPolicies(context)) {
        if (conditionsOf(policy).some(readsUserMetadata)) yield { message: 'editable', data: names, ...place };
      }
    },
  },
});
