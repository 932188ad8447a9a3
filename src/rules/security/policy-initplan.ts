import { z } from 'zod';
import type { Policy } from '../../catalog/model.js';
import type { Edit } from '../../core/edit.js';
import { listText } from '../../core/list-text.js';
import { callsPerRow, isSessionCall } from '../../engine/policy-calls.js';
import { defineRule } from '../../engine/rule.js';
import { isForServer } from '../../engine/server-policy.js';
import { conditionsOf, writtenPolicies } from '../../engine/written-policies.js';
import type { FunctionCall } from '../../sql/expression.js';

const books = 'CREATE TABLE books (id bigint, owner uuid); ALTER TABLE books ENABLE ROW LEVEL SECURITY;';

const sessionCalls = (table: string, policy: Policy): readonly FunctionCall[] =>
  conditionsOf(policy).flatMap((condition) => [...callsPerRow(condition, table)].filter(isSessionCall));

/** Of a policy that was altered, only some of the conditions stand in the statement. */
const wrapped = (calls: readonly FunctionCall[], { writtenAt }: Policy, text: string): readonly Edit[] | undefined =>
  writtenAt ? undefined : calls.map(({ span }) => ({ span, text: `(select ${text.slice(span.start, span.end)})` }));

const nameOf = ({ name }: FunctionCall): string => (name.schema === 'auth' ? `auth.${name.name}()` : `${name.name}(…)`);

export default defineRule({
  id: 'policy-initplan',
  category: 'security',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  fixChangesSchema: true,
  loud: 'A policy that calls a function for each row makes every query on the table slower, and the fix is mechanical. Projects that do it do it in every policy.',
  docs: {
    summary: 'Ask once a statement who sent the request, not once a row.',
    condition:
      'The condition of a policy calls `auth.uid()`, `auth.jwt()`, `auth.role()`, `auth.email()` or `current_setting(…)` outside of a sub-query, or in one that names the row and so runs anew for each, as `(select auth.uid() = owner)` does. Calls in a sub-query that runs once, as in `id IN (SELECT … WHERE user_id = auth.uid())`, and in EXISTS, which the server may run once as well, are not meant, nor policies of which `service-role-policy` speaks. For a policy FOR INSERT, which looks at new rows alone, it is an info.',
    effect:
      'The function runs for each row that the query looks at, which makes a scan of a large table many times slower. In `(select …)` the planner runs it once and keeps the value.',
    workaround:
      '```sql\nDROP POLICY "own books" ON books;\nCREATE POLICY "own books" ON books FOR SELECT TO authenticated\n  USING ((select auth.uid()) = owner_id);\n```',
    workaroundGiven:
      'CREATE TABLE books (id bigint PRIMARY KEY, owner_id uuid, published boolean); ALTER TABLE books ENABLE ROW LEVEL SECURITY; CREATE POLICY "own books" ON books USING (owner_id = (select auth.uid()));',
    references: [
      'https://supabase.com/docs/guides/database/postgres/row-level-security#call-functions-with-select',
      'https://supabase.com/docs/guides/database/database-advisors?lint=0003_auth_rls_initplan',
    ],
  },
  options: z.strictObject({}),
  messages: {
    perRow: 'Policy "{policy}" on {table} calls {calls} for each row; in (select …) it would run once a query.',
  },
  examples: [
    {
      sql: `${books} CREATE POLICY own ON books USING (auth.uid() = owner);`,
      reports: ['perRow'],
      fixed: `${books} CREATE POLICY own ON books USING ((select auth.uid()) = owner);`,
    },
    {
      sql: `${books} CREATE POLICY own ON books USING ((select auth.uid()) = owner) WITH CHECK (auth.uid() = owner AND auth.jwt() ->> 'aal' = 'aal2');`,
      reports: ['perRow'],
      fixed: `${books} CREATE POLICY own ON books USING ((select auth.uid()) = owner) WITH CHECK ((select auth.uid()) = owner AND (select auth.jwt()) ->> 'aal' = 'aal2');`,
      because: 'One finding a policy, whatever it calls.',
    },
    {
      sql: `${books} CREATE POLICY own ON books USING (owner = current_setting('app.user', true)::uuid);`,
      reports: ['perRow'],
      fixed: `${books} CREATE POLICY own ON books USING (owner = (select current_setting('app.user', true))::uuid);`,
    },
    { sql: `${books} CREATE POLICY own ON books USING ((select auth.uid()) = owner);`, reports: [] },
    {
      sql: `${books} CREATE TABLE loans (book bigint, reader uuid); CREATE POLICY lent ON books USING (id IN (SELECT book FROM loans WHERE reader = auth.uid()));`,
      reports: [],
      because: 'The sub-query runs once for all rows.',
    },
    {
      sql: `${books} CREATE POLICY own ON books USING ((select auth.uid() = owner));`,
      reports: ['perRow'],
      fixed: `${books} CREATE POLICY own ON books USING ((select (select auth.uid()) = owner));`,
      because: 'The sub-query names the row, and runs for each.',
    },
    {
      sql: `${books} CREATE TABLE loans (book bigint, reader uuid, day date); CREATE POLICY lent ON books USING ((SELECT max(day) FROM loans WHERE book = books.id AND reader = auth.uid()) > '2030-01-01');`,
      reports: ['perRow'],
      fixed: `${books} CREATE TABLE loans (book bigint, reader uuid, day date); CREATE POLICY lent ON books USING ((SELECT max(day) FROM loans WHERE book = books.id AND reader = (select auth.uid())) > '2030-01-01');`,
    },
    {
      sql: `${books} CREATE TABLE loans (book bigint, reader uuid); CREATE POLICY lent ON books USING (EXISTS (SELECT FROM loans WHERE book = books.id AND reader = auth.uid()));`,
      reports: [],
      because: 'The server may read the loans once and look each book up in what it found.',
    },
    {
      given: `${books} CREATE POLICY own ON books USING (auth.uid() = owner);`,
      sql: 'ALTER POLICY own ON books USING ((select auth.uid()) = owner);',
      reports: [],
      because: 'It is mended in the end.',
    },
  ],
  check: {
    *history(context) {
      for (const { table, policy, names, place } of writtenPolicies(context)) {
        const calls = sessionCalls(table.name.name, policy);
        const origin = context.originOf(policy.unit);
        if (calls.length === 0 || !origin || (context.project.supabase && isForServer(policy))) continue;
        const data = { ...names, calls: listText([...new Set(calls.map(nameOf))]) };
        // An INSERT checks the few rows that it adds.
        const severity = policy.command === 'insert' ? 'info' : 'warning';
        yield { message: 'perRow', severity, data, fix: wrapped(calls, policy, origin.text), ...place };
      }
    },
  },
});
