import { type Expression, type FunctionCall, partsOf, walk } from '../sql/expression.js';

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

/** Calls that are made for each row. What stands in a sub-query is left out, as is what nobody could read. */
export function* callsPerRow(expression: Expression): Generator<FunctionCall> {
  if (expression.kind === 'call') yield expression;
  if (expression.kind === 'other' && expression.tag === 'unread') return;
  if (expression.kind === 'subquery') {
    if (expression.operand) yield* callsPerRow(expression.operand);
    return;
  }
  for (const part of partsOf(expression)) yield* callsPerRow(part);
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
