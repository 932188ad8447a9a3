import type { Span } from '../../core/span.js';
import type { Expression, OtherExpression } from '../expression.js';
import { isWord } from '../tokens.js';
import type { LoweringContext } from './context.js';
import { afterCallClauses, balancedHull, callSpan, indirectionSpan } from './expression-span.js';
import { lowerCall, lowerSpecialCall } from './lower-call.js';
import { lowerConstant } from './lower-constant.js';
import { lowerOperator } from './lower-operator.js';
import { lowerSubLink } from './lower-query.js';
import { lowerTypeName } from './lower-type-name.js';
import { listTexts } from './names.js';
import { dottedSpan, offsetOf, tokenAt, tokenSpan } from './span-of.js';
import { type Tree, tagged } from './tree.js';

type Lowering = (tree: Tree, ctx: LoweringContext) => Expression;

const lowerings: Readonly<Record<string, Lowering>> = {
  A_Const: lowerConstant,
  ColumnRef: lowerColumn,
  FuncCall: lowerCall,
  CoalesceExpr: (tree, ctx) => lowerSpecialCall('coalesce', tree, ctx),
  MinMaxExpr: (tree, ctx) => lowerSpecialCall(tree.op === 'IS_LEAST' ? 'least' : 'greatest', tree, ctx),
  GroupingFunc: (tree, ctx) => lowerSpecialCall('grouping', tree, ctx),
  MergeSupportFunc: (tree, ctx) => lowerSpecialCall('merge_action', tree, ctx),
  SQLValueFunction: (tree, ctx) => lowerSpecialCall(valueFunctionName(tree.op), tree, ctx),
  TypeCast: lowerCast,
  A_Expr: lowerOperator,
  BoolExpr: lowerBoolean,
  NullTest: lowerNullTest,
  BooleanTest: lowerBooleanTest,
  SubLink: lowerSubLink,
  NamedArgExpr: (tree, ctx) => lowerExpression(tree.arg ?? {}, ctx),
};

/** An expression node as it stands in the tree: `{ A_Expr: { … } }`. */
export function lowerExpression(node: Tree, ctx: LoweringContext): Expression {
  const [tag, tree] = tagged(node);
  const lowering = lowerings[tag];
  return lowering ? lowering(tree, ctx) : lowerOther(tag, tree, ctx);
}

export const lowerExpressions = (nodes: readonly Tree[] | undefined, ctx: LoweringContext): readonly Expression[] =>
  (nodes ?? []).map((node) => lowerExpression(node, ctx));

/** `SVFOP_CURRENT_TIMESTAMP_N` → `current_timestamp`. */
const valueFunctionName = (op: string): string => op.replace('SVFOP_', '').replace(/_N$/, '').toLowerCase();

function lowerColumn(tree: Tree, ctx: LoweringContext): Expression {
  const start = offsetOf(ctx, tree.location);
  const span = start === undefined ? ctx.statement : dottedSpan(ctx, start);
  return { kind: 'column', path: listTexts(tree.fields), span };
}

function lowerCast(tree: Tree, ctx: LoweringContext): Expression {
  const operand = lowerExpression(tree.arg ?? {}, ctx);
  const type = lowerTypeName(tree.typeName ?? {}, ctx);
  const own = tokenSpan(ctx, tree.location);
  const written = own && isWord(ctx.text, tokenAt(ctx, own.start), 'cast') ? callSpan(ctx, own.start) : undefined;
  const span =
    written ??
    balancedHull(ctx, [operand.span, own, tree.typeName?.location === -1 ? undefined : type.span]) ??
    operand.span;
  return { kind: 'cast', operand, type, span };
}

const combinations = { AND_EXPR: 'and', OR_EXPR: 'or', NOT_EXPR: 'not' } as const;

function lowerBoolean(tree: Tree, ctx: LoweringContext): Expression {
  const operands = lowerExpressions(tree.args, ctx);
  const spans = [tokenSpan(ctx, tree.location), ...operands.map((operand) => operand.span)];
  const kind = combinations[tree.boolop as keyof typeof combinations];
  return { kind, operands, span: balancedHull(ctx, spans) ?? ctx.statement };
}

/** The operand, its test's keywords (`IS NOT NULL`), and what is around them. */
function testSpan(operand: Expression, tree: Tree, ctx: LoweringContext): Span {
  const is = tokenSpan(ctx, tree.location);
  if (!is) return operand.span;
  let end = is.end;
  for (let token = tokenAt(ctx, end); isWord(ctx.text, token, ...testWords) && token; token = tokenAt(ctx, end)) {
    end = token.end;
  }
  return balancedHull(ctx, [operand.span, { start: is.start, end }]) ?? operand.span;
}
const testWords = ['not', 'null', 'true', 'false', 'unknown'];

function lowerNullTest(tree: Tree, ctx: LoweringContext): Expression {
  const operand = lowerExpression(tree.arg ?? {}, ctx);
  const negated = tree.nulltesttype === 'IS_NOT_NULL';
  return { kind: 'nullTest', operand, negated, span: testSpan(operand, tree, ctx) };
}

/** `IS_NOT_TRUE` → operator `IS NOT TRUE`. */
function lowerBooleanTest(tree: Tree, ctx: LoweringContext): Expression {
  const operand = lowerExpression(tree.arg ?? {}, ctx);
  const operator = String(tree.booltesttype).replaceAll('_', ' ');
  return { kind: 'operator', operator, operands: [operand], span: testSpan(operand, tree, ctx) };
}

/** Everything else: the expressions in it are its parts, whatever the fields are called. */
function lowerOther(tag: string, tree: Tree, ctx: LoweringContext): OtherExpression {
  const parts = childExpressions(tree, ctx);
  return { kind: 'other', tag, parts, span: otherSpan(tag, tree, parts, ctx) };
}

const bracketed = new Set(['A_ArrayExpr', 'RowExpr', 'XmlExpr', 'XmlSerialize']);

function otherSpan(tag: string, tree: Tree, parts: readonly Expression[], ctx: LoweringContext): Span {
  const own = tokenSpan(ctx, locationOf(tree));
  const first = parts[0];
  if (tag === 'A_Indirection' && first) return indirectionSpan(ctx, first.span);
  const opensBracket = own && (bracketed.has(tag) || tag.startsWith('Json')) ? callSpan(ctx, own.start) : undefined;
  if (opensBracket) return { start: opensBracket.start, end: afterCallClauses(ctx, opensBracket.end) };
  const collation = own && tag === 'CollateClause' ? dottedSpan(ctx, own.end) : undefined;
  const span = balancedHull(ctx, [own, collation, ...parts.map((part) => part.span)]) ?? ctx.statement;
  return tag === 'CaseExpr' ? { start: span.start, end: afterCase(ctx, span.end) } : span;
}

/** JSON aggregates keep their place in a field named `constructor`, which every object has. */
function locationOf(tree: Tree): number {
  const inner = Object.hasOwn(tree, 'constructor') ? (tree.constructor as Tree) : undefined;
  return tree.location ?? inner?.location ?? -1;
}

/** Just after the END that closes a CASE whose last part ends at `at`. */
function afterCase(ctx: LoweringContext, at: number): number {
  for (let token = tokenAt(ctx, at); token; token = tokenAt(ctx, token.end)) {
    if (isWord(ctx.text, token, 'end')) return token.end;
    if (ctx.text[token.start] !== ')') return at;
  }
  return at;
}

const expressionTags = new Set([
  ...Object.keys(lowerings),
  'A_ArrayExpr',
  'A_Indirection',
  'CaseExpr',
  'CollateClause',
  'JsonArrayAgg',
  'JsonArrayConstructor',
  'JsonFuncExpr',
  'JsonIsPredicate',
  'JsonObjectAgg',
  'JsonObjectConstructor',
  'JsonParseExpr',
  'JsonScalarExpr',
  'JsonSerializeExpr',
  'ParamRef',
  'RowExpr',
  'SetToDefault',
  'XmlExpr',
  'XmlSerialize',
]);

/** The nearest expressions below a node, in the order of its fields. */
export function childExpressions(tree: Tree, ctx: LoweringContext): readonly Expression[] {
  return Object.entries(tree).flatMap(([field, value]) => {
    if (typeof value !== 'object' || value === null) return [];
    if (field === 'typeName') return [];
    if (Array.isArray(value)) return value.flatMap((item) => childOf(item, ctx));
    return childOf(value, ctx);
  });
}

function childOf(node: Tree, ctx: LoweringContext): readonly Expression[] {
  const [tag] = tagged(node);
  if (expressionTags.has(tag)) return [lowerExpression(node, ctx)];
  return childExpressions(node, ctx);
}
