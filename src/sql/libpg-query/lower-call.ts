import type { Span } from '../../core/span.js';
import { isAggregateName } from '../aggregates.js';
import type { Expression, FunctionCall } from '../expression.js';
import type { LoweringContext } from './context.js';
import { afterCallClauses, balancedHull, callSpan } from './expression-span.js';
import { childExpressions, lowerExpressions } from './lower-expression.js';
import { listName } from './names.js';
import { tokenSpan } from './span-of.js';
import type { Tree } from './tree.js';

/** A `FuncCall`, unwrapped. FILTER, OVER, ORDER BY and WITHIN GROUP follow the arguments. */
export function lowerCall(tree: Tree, ctx: LoweringContext): Expression {
  const sqlSyntax = tree.funcformat === 'COERCE_SQL_SYNTAX';
  const written = listName(tree.funcname);
  const name = sqlSyntax ? { name: written.name } : written;
  const clauses = childExpressions({ order: tree.agg_order, filter: tree.agg_filter, over: tree.over }, ctx);
  const parts = [...lowerExpressions(tree.args, ctx), ...clauses];
  return {
    kind: 'call',
    name,
    arguments: parts,
    window: isAggregate(tree) || isAggregateName(name.name),
    span: spanOfCall(tree, parts, ctx),
  };
}

const isAggregate = (tree: Tree): boolean =>
  Boolean(
    tree.over || tree.agg_star || tree.agg_distinct || tree.agg_order || tree.agg_filter || tree.agg_within_group,
  );

/** `COALESCE`, `GREATEST`, `CURRENT_USER`, …: what PostgreSQL's grammar has nodes of its own for. */
export function lowerSpecialCall(name: string, tree: Tree, ctx: LoweringContext): FunctionCall {
  const parts = lowerExpressions(tree.args, ctx);
  return {
    kind: 'call',
    name: { name },
    arguments: parts,
    window: name === 'grouping',
    span: spanOfCall(tree, parts, ctx),
  };
}

function spanOfCall(tree: Tree, parts: readonly Expression[], ctx: LoweringContext): Span {
  const own = tokenSpan(ctx, tree.location);
  const infix = parts.some(({ span }) => own && span.start < own.start && span.end > span.start);
  const brackets = own && !infix ? callSpan(ctx, own.start) : undefined;
  if (brackets) return { start: brackets.start, end: afterCallClauses(ctx, brackets.end) };
  return balancedHull(ctx, [own, ...parts.map((part) => part.span)]) ?? ctx.statement;
}
