import type { Span } from '../../core/span.js';
import type { Constant } from '../expression.js';
import { isSymbol } from '../tokens.js';
import type { LoweringContext } from './context.js';
import { tokenAt, tokenSpan } from './span-of.js';
import type { Tree } from './tree.js';

/** An `A_Const`, unwrapped. */
export function lowerConstant(tree: Tree, ctx: LoweringContext): Constant {
  return { kind: 'constant', value: constantValue(tree), span: constantSpan(tree, ctx) };
}

function constantValue(tree: Tree): Constant['value'] {
  if (tree.isnull) return null;
  if (tree.ival) return tree.ival.ival ?? 0;
  if (tree.boolval) return tree.boolval.boolval ?? false;
  if (tree.fval) return decimal(tree.fval.fval ?? '0');
  if (tree.bsval) return tree.bsval.bsval ?? '';
  return tree.sval?.sval ?? '';
}

/** Text stays text where a JavaScript number would lose digits. */
function decimal(text: string): number | string {
  const digits = text
    .replace(/[eE].*$/, '')
    .replace(/\D/g, '')
    .replace(/^0+/, '');
  const value = Number(text);
  return digits.length <= 15 && Number.isFinite(value) ? value : text;
}

/** A negative number has its place at the sign. */
function constantSpan(tree: Tree, ctx: LoweringContext): Span {
  const first = tokenSpan(ctx, tree.location);
  if (!first) return { start: ctx.statement.start, end: ctx.statement.start };
  const second = isSymbol(ctx.text, tokenAt(ctx, first.start), '-') ? tokenAt(ctx, first.end) : undefined;
  return second?.kind === 'number' ? { start: first.start, end: second.end } : first;
}
