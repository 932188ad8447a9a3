import type { RelationReference } from '../expression.js';
import type { QueryParts } from '../gathered-query.js';
import type { LoweringContext } from './context.js';
import { childExpressions, lowerExpression } from './lower-expression.js';
import { gatherSelect } from './lower-query.js';
import { rangeVarName } from './names.js';
import { dottedSpan, offsetOf } from './span-of.js';
import { type Tree, tagged } from './tree.js';

/** A `RangeVar`, wrapped or not, with its place and alias. */
export function relationReference(node: Tree, ctx: LoweringContext): RelationReference {
  const tree: Tree = node.RangeVar ?? node;
  const start = offsetOf(ctx, tree.location);
  const span = start === undefined ? ctx.statement : dottedSpan(ctx, start);
  return { ...rangeVarName(tree), alias: tree.alias?.aliasname, span };
}

/** One item of FROM or USING. */
export function gatherFrom(node: Tree, parts: QueryParts, ctx: LoweringContext): void {
  const [tag, tree] = tagged(node);
  switch (tag) {
    case 'RangeVar': {
      const isWithQuery = tree.schemaname === undefined && ctx.withNames?.has(tree.relname);
      if (!isWithQuery) parts.relations.push(relationReference(tree, ctx));
      return;
    }
    case 'JoinExpr':
      gatherFrom(tree.larg ?? {}, parts, ctx);
      gatherFrom(tree.rarg ?? {}, parts, ctx);
      if (tree.quals) parts.expressions.push(lowerExpression(tree.quals, ctx));
      return;
    case 'RangeSubselect':
      gatherSubselect(tree.subquery ?? {}, parts, ctx);
      return;
    case 'RangeTableSample':
      gatherFrom(tree.relation ?? {}, parts, ctx);
      parts.expressions.push(...childExpressions({ args: tree.args, repeatable: tree.repeatable }, ctx));
      return;
    default:
      parts.expressions.push(...childExpressions(tree, ctx));
  }
}

/** A SELECT whose output goes into another: all of its expressions are the outer query's. */
export function gatherSubselect(node: Tree, parts: QueryParts, ctx: LoweringContext): void {
  const { locking, hasLimit } = parts;
  const { columns, where } = gatherSelect(node.SelectStmt ?? node, parts, ctx);
  parts.expressions.push(...columns.map((column) => column.expression), ...(where ? [where] : []));
  parts.locking = locking || parts.locking;
  parts.hasLimit = hasLimit;
}
