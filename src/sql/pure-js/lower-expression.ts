import type * as package_ from 'pgsql-ast-parser';
import { isAggregateName } from '../aggregates.js';
import type { Expression } from '../expression.js';
import { castType } from './cast-type.js';
import { lowerQuery } from './lower-query.js';
import { isParenthesised, operandsInOrder } from './operator-precedence.js';
import { spanOf, type TreeContext } from './package-tree.js';
import { Unreadable } from './tokens.js';

type ExprOf<Type extends package_.Expr['type']> = Extract<package_.Expr, { type: Type }>;

const queryTypes: ReadonlySet<string> = new Set(['select', 'union', 'union all', 'values', 'with', 'with recursive']);

export const isQuery = (node: package_.Expr): node is package_.SelectStatement => queryTypes.has(node.type);

export const lowerExpressions = (
  nodes: readonly package_.Expr[] | null | undefined,
  context: TreeContext,
): readonly Expression[] => (nodes ?? []).map((node) => lowerExpression(node, context));

/** Throws `Unreadable` where the package's tree is not what PostgreSQL reads. */
export function lowerExpression(node: package_.Expr, context: TreeContext): Expression {
  const span = spanOf(node, context);
  const lower = (part: package_.Expr) => lowerExpression(part, context);
  const other = (tag: string, parts: readonly (package_.Expr | null | undefined)[]): Expression => ({
    kind: 'other',
    tag,
    parts: parts.filter((part) => part !== null && part !== undefined).map(lower),
    span,
  });
  if (isQuery(node)) return { kind: 'subquery', form: 'scalar', query: lowerQuery(node, context), span };
  switch (node.type) {
    case 'null':
      return { kind: 'constant', value: null, span };
    case 'boolean':
    case 'string':
      return { kind: 'constant', value: node.value, span };
    case 'integer':
    case 'numeric':
      return { kind: 'constant', value: numberAt(node, context), span };
    case 'ref':
      return { kind: 'column', path: [...pathOf(node.table), node.name], span };
    case 'keyword':
      return { kind: 'call', name: { name: node.keyword }, arguments: [], window: false, span };
    case 'call':
      return lowerCall(node, context);
    case 'cast':
      return lowerCast(node, context);
    case 'binary':
      return lowerBinary(node, context);
    case 'ternary': {
      const [value, low, high] = operandsInOrder(node, [node.value, node.lo, node.hi], context).map(lower);
      if (!value || !low || !high) throw new Unreadable(node.type);
      return { kind: 'operator', operator: node.op, operands: [value, low, high], span };
    }
    case 'unary':
      return lowerUnary(node, context);
    case 'member':
      return lowerMember(node, context);
    case 'list':
      return other('RowExpr', node.expressions);
    case 'array':
      return other('A_ArrayExpr', node.expressions);
    case 'array select':
      return { kind: 'subquery', form: 'array', query: lowerQuery(node.select, context), span };
    case 'case':
      return other('CaseExpr', [node.value, ...node.whens.flatMap((when) => [when.when, when.value]), node.else]);
    case 'arrayIndex':
      return lowerSubscript(node, context);
    case 'extract':
      return lowerExtract(node, context);
    case 'substring':
      return lowerSubstring(node, context);
    case 'overlay':
      return builtInCall('overlay', [node.value, node.placing, node.from, node.for], node, context);
    case 'parameter':
      return other('ParamRef', []);
    case 'default':
      return other('SetToDefault', []);
    default:
      throw new Unreadable(node.type);
  }
}

const pathOf = (table: package_.QName | undefined): readonly string[] => {
  if (table === undefined) return [];
  return table.schema === undefined ? [table.name] : [table.schema, table.name];
};

/** The package rounds numbers; the text knows better. It stays text where a JavaScript number would lose digits. */
function numberAt(node: package_.PGNode, context: TreeContext): number | string {
  const { start, end } = spanOf(node, context);
  const written = context.text.slice(start, end);
  const digits = written.replace(/\D/g, '').replace(/^0+/, '');
  return digits.length <= 15 ? Number(written) : written;
}

function builtInCall(
  name: string,
  parts: readonly (package_.Expr | null | undefined)[],
  node: package_.PGNode,
  context: TreeContext,
): Expression {
  const written = parts.filter((part) => part !== null && part !== undefined);
  return {
    kind: 'call',
    name: { name },
    arguments: lowerExpressions(written, context),
    window: false,
    span: spanOf(node, context),
  };
}

/** Calls whose arguments PostgreSQL's grammar reads in another order or under another name. */
const rewrittenCalls: ReadonlySet<string> = new Set([
  'position',
  'trim',
  'normalize',
  'treat',
  'xmlelement',
  'xmlforest',
  'xmlconcat',
  'xmlexists',
  'xmlparse',
  'xmlpi',
  'xmlroot',
  'xmlserialize',
  'json',
  'json_array',
  'json_arrayagg',
  'json_exists',
  'json_object',
  'json_objectagg',
  'json_query',
  'json_scalar',
  'json_serialize',
  'json_value',
  'grouping',
]);

/** `current_timestamp(3)`: the precision is no argument. */
const withPrecision: ReadonlySet<string> = new Set([
  'current_time',
  'current_timestamp',
  'localtime',
  'localtimestamp',
]);

function lowerCall(node: ExprOf<'call'>, context: TreeContext): Expression {
  const { name, schema } = node.function;
  const span = spanOf(node, context);
  const [first] = node.args;
  if (schema === undefined) {
    if (rewrittenCalls.has(name)) throw new Unreadable(`the special form of ${name}`);
    if (name === 'exists' && first && isQuery(first))
      return { kind: 'subquery', form: 'exists', query: lowerQuery(first, context), span };
    if (withPrecision.has(name)) return { kind: 'call', name: { name }, arguments: [], window: false, span };
    if (name === 'row') return { kind: 'other', tag: 'RowExpr', parts: lowerExpressions(node.args, context), span };
    if (name === 'any' || name === 'all' || name === 'some') throw new Unreadable(`${name} without an operator`);
  }
  const star = first?.type === 'ref' && first.name === '*' && first.table === undefined && node.args.length === 1;
  const orderings = [...(node.orderBy ?? []), ...(node.withinGroup ? [node.withinGroup] : [])].map((item) => item.by);
  const window = node.over
    ? [...(node.over.partitionBy ?? []), ...(node.over.orderBy ?? []).map((item) => item.by)]
    : [];
  const parts = [...(star ? [] : node.args), ...orderings, ...(node.filter ? [node.filter] : []), ...window];
  return {
    kind: 'call',
    name: schema === undefined ? { name } : { schema, name },
    arguments: lowerExpressions(parts, context),
    window:
      Boolean(star || node.distinct === 'distinct' || node.filter || node.over || orderings.length > 0) ||
      isAggregateName(name),
    span,
  };
}

function lowerCast(node: ExprOf<'cast'>, context: TreeContext): Expression {
  const [operand] = operandsInOrder(node, [node.operand], context);
  if (operand === undefined) throw new Unreadable('cast');
  const type = castType(node, context);
  return { kind: 'cast', operand: lowerExpression(operand, context), type, span: spanOf(node, context) };
}

function lowerSubscript(node: ExprOf<'arrayIndex'>, context: TreeContext): Expression {
  const index = lowerExpression(node.index, context);
  const array = lowerExpression(node.array, context);
  // `a[1][2]` has its subscripts side by side.
  const isSame = node.array.type === 'arrayIndex' && !isParenthesised(node.array, context);
  const before = isSame && array.kind === 'other' ? array.parts : [array];
  return { kind: 'other', tag: 'A_Indirection', parts: [...before, index], span: spanOf(node, context) };
}

const quantifiers: ReadonlyMap<string, 'any' | 'all'> = new Map([
  ['any', 'any'],
  ['some', 'any'],
  ['all', 'all'],
]);

function lowerBinary(node: ExprOf<'binary'>, context: TreeContext): Expression {
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

function lowerUnary(node: ExprOf<'unary'>, context: TreeContext): Expression {
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

function lowerMember(node: ExprOf<'member'>, context: TreeContext): Expression {
  const span = spanOf(node, context);
  const [operand] = operandsInOrder(node, [node.operand], context);
  if (operand === undefined) throw new Unreadable(node.op);
  const key: Expression = { kind: 'constant', value: node.member, span };
  return { kind: 'operator', operator: node.op, operands: [lowerExpression(operand, context), key], span };
}

function lowerExtract(node: ExprOf<'extract'>, context: TreeContext): Expression {
  const field: Expression = { kind: 'constant', value: node.field.name, span: spanOf(node.field, context) };
  return {
    kind: 'call',
    name: { name: 'extract' },
    arguments: [field, lowerExpression(node.from, context)],
    window: false,
    span: spanOf(node, context),
  };
}

/** PostgreSQL puts a missing FROM before FOR in as 1, which the tree does not show. */
function lowerSubstring(node: ExprOf<'substring'>, context: TreeContext): Expression {
  if (!node.from) throw new Unreadable('substring without FROM');
  return builtInCall('substring', [node.value, node.from, node.for], node, context);
}
