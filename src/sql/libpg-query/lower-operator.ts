import type { Expression } from '../expression.js';
import type { LoweringContext } from './context.js';
import { balancedHull } from './expression-span.js';
import { lowerSpecialCall } from './lower-call.js';
import { lowerExpression, lowerExpressions } from './lower-expression.js';
import { listTexts } from './names.js';
import { offsetOf, tokenSpan } from './span-of.js';
import type { Tree } from './tree.js';

/** An `A_Expr`, unwrapped. */
export function lowerOperator(tree: Tree, ctx: LoweringContext): Expression {
  if (tree.kind === 'AEXPR_NULLIF') {
    return lowerSpecialCall('nullif', { args: [tree.lexpr, tree.rexpr], location: tree.location }, ctx);
  }
  const operands = [...operandsOf(tree.lexpr, ctx), ...operandsOf(rightSide(tree), ctx)];
  const listEnd = tree.rexpr_list_end === undefined ? undefined : offsetOf(ctx, tree.rexpr_list_end);
  const closing = listEnd === undefined ? undefined : { start: listEnd, end: listEnd + 1 };
  const spans = [tokenSpan(ctx, tree.location), ...operands.map((operand) => operand.span)];
  const whole = balancedHull(ctx, spans) ?? ctx.statement;
  const span = closing ? { start: whole.start, end: Math.max(whole.end, closing.end) } : whole;
  return { kind: 'operator', operator: operatorName(tree), operands, span };
}

function operandsOf(side: Tree | undefined, ctx: LoweringContext): readonly Expression[] {
  if (!side) return [];
  return side.List ? lowerExpressions(side.List.items, ctx) : [lowerExpression(side, ctx)];
}

/** SIMILAR TO hides its pattern in a call that nobody wrote. */
function rightSide(tree: Tree): Tree | undefined {
  const call = tree.rexpr?.FuncCall as Tree | undefined;
  const hidden = tree.kind === 'AEXPR_SIMILAR' && call && listTexts(call.funcname).at(-1) === 'similar_to_escape';
  return hidden ? { List: { items: call.args } } : tree.rexpr;
}

function operatorName(tree: Tree): string {
  const symbol = listTexts(tree.name).at(-1) ?? '';
  switch (tree.kind) {
    case 'AEXPR_IN':
      return symbol === '<>' ? 'NOT IN' : 'IN';
    case 'AEXPR_LIKE':
      return symbol.startsWith('!') ? 'NOT LIKE' : 'LIKE';
    case 'AEXPR_ILIKE':
      return symbol.startsWith('!') ? 'NOT ILIKE' : 'ILIKE';
    case 'AEXPR_SIMILAR':
      return symbol.startsWith('!') ? 'NOT SIMILAR TO' : 'SIMILAR TO';
    case 'AEXPR_DISTINCT':
      return 'IS DISTINCT FROM';
    case 'AEXPR_NOT_DISTINCT':
      return 'IS NOT DISTINCT FROM';
    case 'AEXPR_OP_ANY':
      return `${symbol} ANY`;
    case 'AEXPR_OP_ALL':
      return `${symbol} ALL`;
    default:
      return symbol;
  }
}
