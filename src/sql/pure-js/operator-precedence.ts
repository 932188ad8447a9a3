import type * as package_ from 'pgsql-ast-parser';
import { spanOf, type TreeContext } from './package-tree.js';
import { Unreadable } from './tokens.js';

/**
 * PostgreSQL's operators, loosest first. The package orders some of them otherwise (`a || b -> 'c'`).
 * @see https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-PRECEDENCE
 */
const levels = [
  'OR',
  'AND',
  'NOT',
  'IS',
  'comparison',
  'range',
  'other',
  '+',
  '*',
  '^',
  'AT TIME ZONE',
  'unary',
  '[]',
  '::',
];
const level = (name: string): number => levels.indexOf(name);
const atom = levels.length;

const binaryLevels: Readonly<Record<string, string>> = {
  OR: 'OR',
  AND: 'AND',
  '=': 'comparison',
  '!=': 'comparison',
  '<': 'comparison',
  '>': 'comparison',
  '<=': 'comparison',
  '>=': 'comparison',
  IN: 'range',
  'NOT IN': 'range',
  LIKE: 'range',
  'NOT LIKE': 'range',
  ILIKE: 'range',
  'NOT ILIKE': 'range',
  '+': '+',
  '-': '+',
  '*': '*',
  '/': '*',
  '%': '*',
  '^': '^',
  'AT TIME ZONE': 'AT TIME ZONE',
};

function levelOf(node: package_.Expr, context: TreeContext): number {
  switch (node.type) {
    case 'binary':
      return level(binaryLevels[node.op] ?? 'other');
    case 'ternary':
      return level('range');
    case 'unary':
      if (node.op === 'NOT') return level('NOT');
      return level(node.op === '-' || node.op === '+' ? 'unary' : 'IS');
    case 'member':
      return level('other');
    case 'arrayIndex':
      return level('[]');
    case 'cast':
      return isColonCast(node, context) ? level('::') : atom;
    case 'integer':
    case 'numeric':
      return context.text[spanOf(node, context).start] === '-' ? level('unary') : atom;
    default:
      return atom;
  }
}

const isColonCast = (node: package_.ExprCast, context: TreeContext): boolean =>
  context.text.slice(spanOf(node.operand, context).end, spanOf(node.to, context).start).includes('::');

/** The package's spans of expressions leave the parentheses around an operand out. */
export function isParenthesised(node: package_.PGNode, context: TreeContext): boolean {
  const { start, end } = spanOf(node, context);
  let before = start - 1;
  while (/\s/.test(context.text[before] ?? '')) before -= 1;
  let after = end;
  while (/\s/.test(context.text[after] ?? '')) after += 1;
  return context.text[before] === '(' && context.text[after] === ')';
}

const leftAssociative = new Set(['OR', 'AND', 'other', '+', '*', '^', 'AT TIME ZONE', '[]', '::'].map(level));

/** The operands again; throws `Unreadable` where PostgreSQL would have put the operators together in another way. */
export function operandsInOrder(
  parent: package_.Expr,
  operands: readonly package_.Expr[],
  context: TreeContext,
): readonly package_.Expr[] {
  const own = levelOf(parent, context);
  if (own === atom) return operands;
  operands.forEach((operand, place) => {
    const inner = levelOf(operand, context);
    if (inner > own || isParenthesised(operand, context)) return;
    const fits = inner === own && (parent.type === 'unary' || (place === 0 && leftAssociative.has(own)));
    if (!fits) throw new Unreadable('operators that the package reads in another order');
  });
  return operands;
}
