import { z } from 'zod';
import { isManagedSchema } from '../../catalog/managed-schemas.js';
import type { Policy, Routine } from '../../catalog/model.js';
import { listText } from '../../core/list-text.js';
import { formatName } from '../../core/name.js';
import { callsPerRow, namesColumn } from '../../engine/policy-calls.js';
import { defineRule, type ProjectContext } from '../../engine/rule.js';
import { conditionsOf, writtenPolicies } from '../../engine/written-policies.js';
import type { FunctionCall } from '../../sql/expression.js';

const books = 'CREATE TABLE books (id bigint, owner uuid); ALTER TABLE books ENABLE ROW LEVEL SECURITY;';
const isAdmin = `CREATE FUNCTION is_admin() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$ SELECT true $$;`;
const mayRead = (options: string) =>
  `CREATE FUNCTION may_read(book bigint) RETURNS boolean LANGUAGE plpgsql ${options} AS $$ BEGIN RETURN true; END $$;`;

/** A function of the migrations that is not put in the place of its call, so that each row costs a call. */
function costly({ name }: FunctionCall, { catalog, project }: ProjectContext<unknown>): Routine | undefined {
  const routines = catalog.routines(name);
  if (typeof routines === 'string' || isManagedSchema(project, catalog.resolve(name).schema)) return undefined;
  return routines.find(
    ({ security, volatility, language }) => security === 'definer' || (volatility === 'volatile' && language !== 'sql'),
  );
}

/** Names of functions that get the same arguments for each row. */
function repeatedCalls(policy: Policy, context: ProjectContext<unknown>): readonly string[] {
  const calls = conditionsOf(policy).flatMap((condition) => [...callsPerRow(condition)]);
  const routines = calls.flatMap((call) => (namesColumn(call) ? [] : (costly(call, context) ?? [])));
  return [...new Set(routines.map(({ name }) => formatName(name)))];
}

export default defineRule({
  id: 'definer-function-in-policy',
  category: 'security',
  severity: 'info',
  presets: { supabase: true, strict: true },
  docs: {
    summary: 'Call functions in policies once a query where that is enough.',
    condition:
      'The condition of a policy calls, outside of a sub-query, a function of these migrations that is SECURITY DEFINER, or VOLATILE and not in SQL, with arguments that are the same for all rows. Not where a column is an argument: then each row needs a call of its own.',
    effect:
      'The function runs for each row that the query looks at. In `(select …)` the planner runs it once and keeps the value.',
    workaround:
      'Say that the function changes nothing, and wrap the call:\n\n```sql\nALTER FUNCTION is_admin() STABLE;\nALTER POLICY "admins" ON books USING ((select is_admin()));\n```',
    references: [
      'https://supabase.com/docs/guides/database/postgres/row-level-security#use-security-definer-functions',
    ],
  },
  options: z.strictObject({}),
  messages: {
    perRow: 'Policy "{policy}" on {table} calls {functions} for each row; in (select …) it would run once a query.',
  },
  examples: [
    {
      given: isAdmin,
      sql: `${books} CREATE POLICY admins ON books USING (is_admin());`,
      reports: ['perRow'],
    },
    {
      given: mayRead(''),
      sql: `${books} CREATE POLICY lent ON books USING (id > 3 AND may_read(1));`,
      reports: ['perRow'],
    },
    {
      given: isAdmin,
      sql: `${books} CREATE POLICY admins ON books USING ((select is_admin()));`,
      reports: [],
    },
    {
      given: mayRead('SECURITY DEFINER'),
      sql: `${books} CREATE POLICY lent ON books USING (may_read(id));`,
      reports: [],
      because: 'It needs the row.',
    },
    { sql: `${books} CREATE POLICY short ON books USING (length(owner::text) > 3);`, reports: [] },
  ],
  check: {
    *history(context) {
      for (const { policy, names, place } of writtenPolicies(context)) {
        const functions = repeatedCalls(policy, context);
        if (functions.length > 0)
          yield { message: 'perRow', data: { ...names, functions: listText(functions) }, ...place };
      }
    },
  },
});
