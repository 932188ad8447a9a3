import { type Expression, expressionsOf, type FunctionCall, partsOf, type Subquery, walk } from '../sql/expression.js';

const authFunctions: ReadonlySet<string> = new Set(['uid', 'jwt', 'role', 'email']);

/** `auth.uid()` and its kin: what Supabase tells of who sent the request. */
export const isAuthCall = (expression: Expression, names: ReadonlySet<string> = authFunctions): boolean =>
  expression.kind === 'call' && expression.name.schema === 'auth' && names.has(expression.name.name);

export const isSettingCall = (expression: Expression): boolean =>
  expression.kind === 'call' &&
  (expression.name.schema ?? 'pg_catalog') === 'pg_catalog' &&
  expression.name.name === 'current_setting';

/** The same for all rows of a statement: it tells of the session and of nothing in the row. */
export const isSessionCall = (expression: Expression): boolean =>
  (isAuthCall(expression) || isSettingCall(expression)) && !namesColumn(expression);

export function namesColumn(expression: Expression): boolean {
  for (const part of walk(expression)) if (part.kind === 'column') return true;
  return false;
}

/**
 * Calls that are made for each row. What stands in a sub-query is left out, but for one that names the row of `table`; as is
 * what nobody could read.
 */
export function* callsPerRow(expression: Expression, table?: string): Generator<FunctionCall> {
  if (expression.kind === 'call') yield expression;
  if (expression.kind === 'other' && expression.tag === 'unread') return;
  if (expression.kind === 'subquery' && (table === undefined || !runsPerRow(expression, table))) {
    if (expression.operand) yield* callsPerRow(expression.operand, table);
    return;
  }
  for (const part of partsOf(expression)) yield* callsPerRow(part, table);
}

/**
 * The server runs it anew for each row, as it names the row: by the name of its table, or because it has no relation of its
 * own that a column could be of. An EXISTS may still run once, and its rows be looked up.
 */
function runsPerRow({ form, query }: Subquery, table: string): boolean {
  if (form === 'exists' || query.relations.some(({ name, alias }) => (alias ?? name) === table)) return false;
  const columns = expressionsOf(query).flatMap((part) => [...walk(part)].filter(({ kind }) => kind === 'column'));
  return query.relations.length === 0
    ? columns.length > 0
    : columns.some((column) => column.kind === 'column' && column.path.at(-2) === table);
}

/** `(select auth.uid())` → `auth.uid()`; casts are taken off as well. */
export function withoutWrapping(expression: Expression): Expression {
  if (expression.kind === 'cast') return withoutWrapping(expression.operand);
  if (expression.kind !== 'subquery' || expression.form !== 'scalar') return expression;
  const { columns, relations, where } = expression.query;
  const [only] = columns;
  return only && columns.length === 1 && relations.length === 0 && !where
    ? withoutWrapping(only.expression)
    : expression;
}
