import type { Span } from '../../core/span.js';
import type { Expression, OutputColumn, Query, Subquery } from '../expression.js';
import { type QueryParts, queryParts } from '../gathered-query.js';
import { outputName } from '../output-name.js';
import { isSymbol, tokens } from '../tokens.js';
import type { LoweringContext } from './context.js';
import { balancedHull, callSpan, hull } from './expression-span.js';
import { childExpressions, lowerExpression } from './lower-expression.js';
import { gatherFrom } from './query-parts.js';
import { tokenSpan } from './span-of.js';
import type { Tree } from './tree.js';
import { gatherWith } from './with-clause.js';

/**
 * A `SelectStmt`, wrapped or not.
 * @param span its place; without it, the place from its first to its last part.
 */
export function lowerQuery(node: Tree, ctx: LoweringContext, span?: Span): Query {
  const parts = queryParts();
  const { columns, where } = gatherSelect(node.SelectStmt ?? node, parts, ctx);
  const { relations, expressions, modifies, locking, hasLimit } = parts;
  const place = span ?? spanOfParts({ relations, columns, where, expressions }, ctx);
  return {
    span: place,
    relations: orNone(relations),
    columns: orNone(columns),
    where,
    expressions: orNone(expressions),
    locking,
    hasLimit,
    modifies: orNone(modifies),
  };
}

const none: readonly never[] = [];

/** Schemas hold many queries, most of whose lists are empty. */
const orNone = <Item>(items: readonly Item[]): readonly Item[] => (items.length === 0 ? none : items);

interface SelectHead {
  readonly columns: readonly OutputColumn[];
  readonly where: Expression | undefined;
}

/** Puts everything but the output columns and the condition of one `SelectStmt` into `parts`. */
export function gatherSelect(tree: Tree, parts: QueryParts, outer: LoweringContext): SelectHead {
  const ctx = gatherWith(tree.withClause, parts, outer);
  const head = tree.larg ? gatherSetOperation(tree, parts, ctx) : gatherPlainSelect(tree, parts, ctx);
  const { distinctClause, groupClause, havingClause, windowClause, sortClause, limitOffset, limitCount } = tree;
  const rest = { distinctClause, groupClause, havingClause, windowClause, sortClause, limitOffset, limitCount };
  parts.expressions.push(...childExpressions(rest, ctx));
  parts.locking ||= tree.lockingClause !== undefined;
  parts.hasLimit ||= limitCount !== undefined;
  return head;
}

/** The columns are those of the first arm; the conditions of the arms stand among the other expressions. */
function gatherSetOperation(tree: Tree, parts: QueryParts, ctx: LoweringContext): SelectHead {
  const left = gatherSelect(tree.larg, parts, ctx);
  const right = gatherSelect(tree.rarg ?? {}, parts, ctx);
  parts.expressions.push(...(left.where ? [left.where] : []));
  parts.expressions.push(...right.columns.map((column) => column.expression), ...(right.where ? [right.where] : []));
  return { columns: left.columns, where: undefined };
}

function gatherPlainSelect(tree: Tree, parts: QueryParts, ctx: LoweringContext): SelectHead {
  for (const item of tree.fromClause ?? []) gatherFrom(item, parts, ctx);
  const rows: readonly Tree[] = tree.valuesLists ?? [];
  const [first, ...others] = rows.map((row) => childExpressions(row, ctx));
  for (const row of others) parts.expressions.push(...row);
  const values = (first ?? []).map((expression, index) => ({ name: `column${index + 1}`, expression }));
  return {
    columns: [...values, ...lowerTargets(tree.targetList, ctx)],
    where: tree.whereClause && lowerExpression(tree.whereClause, ctx),
  };
}

/** The output columns of a SELECT list or a RETURNING clause. */
export const lowerTargets = (targets: readonly Tree[] | undefined, ctx: LoweringContext): readonly OutputColumn[] =>
  (targets ?? []).map((target) => {
    const tree: Tree = target.ResTarget ?? target;
    const expression = lowerExpression(tree.val ?? {}, ctx);
    return { name: (tree.name as string | undefined) ?? outputName(expression), expression };
  });

const forms = {
  EXISTS_SUBLINK: 'exists',
  ANY_SUBLINK: 'any',
  ALL_SUBLINK: 'all',
  ARRAY_SUBLINK: 'array',
} as const;

/** A `SubLink`, unwrapped: EXISTS (…), x IN (SELECT …), ARRAY (SELECT …), (SELECT …). */
export function lowerSubLink(tree: Tree, ctx: LoweringContext): Subquery {
  const own = tokenSpan(ctx, tree.location);
  const brackets = own && bracketsAfter(ctx, own.start);
  const operand = tree.testexpr && lowerExpression(tree.testexpr, ctx);
  const inside = brackets && { start: brackets.start + 1, end: Math.max(brackets.start + 1, brackets.end - 1) };
  const query = lowerQuery(tree.subselect ?? {}, ctx, inside);
  const form = forms[tree.subLinkType as keyof typeof forms] ?? 'scalar';
  const span = balancedHull(ctx, [operand?.span, own, brackets ?? query.span]) ?? ctx.statement;
  return { kind: 'subquery', form, operand, query, span };
}

/** The first bracket at or after `offset` and all in it; `x = ANY (…)` has its place at the operator. */
function bracketsAfter(ctx: LoweringContext, offset: number): Span | undefined {
  for (const token of tokens(ctx.text, offset, ctx.statement.end)) {
    if (isSymbol(ctx.text, token, '(')) return callSpan(ctx, token.start);
  }
  return undefined;
}

function spanOfParts(
  query: Pick<Query, 'relations' | 'columns' | 'where' | 'expressions'>,
  ctx: LoweringContext,
): Span {
  const expressions = [...query.columns.map((column) => column.expression), ...query.expressions];
  const spans = [...query.relations, ...expressions, ...(query.where ? [query.where] : [])].map((part) => part.span);
  const whole = hull(spans) ?? ctx.statement;
  return { start: withKeyword(ctx, whole.start), end: whole.end };
}

/** Back over the SELECT or VALUES ( just before the first part. */
function withKeyword(ctx: LoweringContext, start: number): number {
  const before = ctx.text.slice(Math.max(ctx.statement.start, start - 80), start);
  return start - (/(?:select|values\s*\(|table)\s*$/i.exec(before)?.[0].length ?? 0);
}
