import type * as package_ from 'pgsql-ast-parser';
import type { Expression } from '../expression.js';
import { builtInCall } from './lower-call.js';
import { type ExprOf, isQuery, lowerExpression, lowerExpressions } from './lower-expression.js';
import { lowerQuery } from './lower-query.js';
import { operandsInOrder } from './operator-precedence.js';
import { spanOf, type TreeContext } from './package-tree.js';
import { Unreadable } from './tokens.js';

/** `a BETWEEN b AND c` */
export function lowerBetween(node: ExprOf<'ternary'>, context: TreeContext): Expression {
  const operands = lowerExpressions(operandsInOrder(node, [node.value, node.lo, node.hi], context), context);
  return { kind: 'operator', operator: node.op, operands, span: spanOf(node, context) };
}

const quantifiers: ReadonlyMap<string, 'any' | 'all'> = new Map([
  ['any', 'any'],
  ['some', 'any'],
  ['all', 'all'],
]);

export function lowerBinary(node: ExprOf<'binary'>, context: TreeContext): Expression {
  const span = spanOf(node, context);
  const [left, right] = operandsInOrder(node, [node.left, node.right], context);
  if (left === undefined || right === undefined) throw new Unreadable(node.op);
  const lower = (part: package_.Expr) => lowerExpression(part, context);
  if (node.op === 'AND' || node.op === 'OR') return lowerCombination(node, node.op === 'AND' ? 'and' : 'or', context);
  if (node.op === 'AT TIME ZONE') return builtInCall('timezone', [right, left], node, context);
  const quantifier =
    right.type === 'call' && right.function.schema === undefined && quantifiers.get(right.function.name);
  if (quantifier && right.type === 'call') {
    const [argument] = right.args;
    if (argument === undefined || right.args.length > 1) throw new Unreadable(quantifier);
    if (isQuery(argument))
      return { kind: 'subquery', form: quantifier, operand: lower(left), query: lowerQuery(argument, context), span };
    return {
      kind: 'operator',
      operator: `${operatorOf(node, context, true)} ${quantifier.toUpperCase()}`,
      operands: [lower(left), lower(argument)],
      span,
    };
  }
  if (node.op === 'IN' || node.op === 'NOT IN') return lowerMembership(node, context);
  return { kind: 'operator', operator: operatorOf(node, context), operands: [lower(left), lower(right)], span };
}

/** The operators behind LIKE and its kin, which may be written themselves. */
const likeSymbols: Readonly<Record<string, string>> = {
  LIKE: '~~',
  ILIKE: '~~*',
  'NOT LIKE': '!~~',
  'NOT ILIKE': '!~~*',
};

function operatorOf(node: ExprOf<'binary'>, context: TreeContext, quantified = false): string {
  if (node.opSchema !== undefined) throw new Unreadable('OPERATOR()');
  if (node.op === '!=') return '<>';
  const symbol = likeSymbols[node.op];
  if (symbol === undefined) return node.op;
  const between = context.text.slice(spanOf(node.left, context).end, spanOf(node.right, context).start);
  return quantified || between.includes('~~') ? symbol : node.op;
}

/** PostgreSQL flattens `a AND b AND c` from the left. */
function lowerCombination(node: ExprOf<'binary'>, kind: 'and' | 'or', context: TreeContext): Expression {
  const left = lowerExpression(node.left, context);
  const right = lowerExpression(node.right, context);
  const operands = left.kind === kind ? [...left.operands, right] : [left, right];
  return { kind, operands, span: spanOf(node, context) };
}

function lowerMembership(node: ExprOf<'binary'>, context: TreeContext): Expression {
  const span = spanOf(node, context);
  const operand = lowerExpression(node.left, context);
  if (isQuery(node.right)) {
    const subquery: Expression = {
      kind: 'subquery',
      form: 'any',
      operand,
      query: lowerQuery(node.right, context),
      span,
    };
    return node.op === 'IN' ? subquery : { kind: 'not', operands: [subquery], span };
  }
  const members = node.right.type === 'list' ? node.right.expressions : [node.right];
  return { kind: 'operator', operator: node.op, operands: [operand, ...lowerExpressions(members, context)], span };
}

export function lowerUnary(node: ExprOf<'unary'>, context: TreeContext): Expression {
  const span = spanOf(node, context);
  const [part] = operandsInOrder(node, [node.operand], context);
  if (part === undefined) throw new Unreadable(node.op);
  const operand = lowerExpression(part, context);
  switch (node.op) {
    case 'NOT':
      return { kind: 'not', operands: [operand], span };
    case 'IS NULL':
    case 'IS NOT NULL':
      return { kind: 'nullTest', operand, negated: node.op === 'IS NOT NULL', span };
    case '-':
      if (operand.kind === 'constant' && typeof operand.value === 'number')
        return { kind: 'constant', value: -operand.value, span };
      return { kind: 'operator', operator: '-', operands: [operand], span };
    case '+':
      return { kind: 'operator', operator: '+', operands: [operand], span };
    default:
      return { kind: 'operator', operator: node.op, operands: [operand], span };
  }
}

export function lowerMember(node: ExprOf<'member'>, context: TreeContext): Expression {
  const span = spanOf(node, context);
  const [operand] = operandsInOrder(node, [node.operand], context);
  if (operand === undefined) throw new Unreadable(node.op);
  const key: Expression = { kind: 'constant', value: node.member, span };
  return { kind: 'operator', operator: node.op, operands: [lowerExpression(operand, context), key], span };
}
