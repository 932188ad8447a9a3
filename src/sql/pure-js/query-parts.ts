import type * as package_ from 'pgsql-ast-parser';
import type { Expression, OutputColumn, RelationReference } from '../expression.js';
import type { QueryParts } from '../gathered-query.js';
import { outputName } from '../output-name.js';
import { gatherDml, isDml } from './dml-parts.js';
import { lowerExpression, lowerExpressions } from './lower-expression.js';
import { isBracketed, isInBrackets, spanOf, type TreeContext } from './package-tree.js';
import { Unreadable } from './tokens.js';

export interface SelectHead {
  readonly columns: readonly OutputColumn[];
  readonly where: Expression | undefined;
}

export function relationReference(name: package_.QNameAliased, context: TreeContext): RelationReference {
  const { start, end } = spanOf(name, context);
  const written = name.schema === undefined ? { name: name.name } : { schema: name.schema, name: name.name };
  return { ...written, alias: name.alias, span: { start, end } };
}

/** Puts everything but the output columns and the condition into `parts`. */
export function gatherSelect(node: package_.Statement, parts: QueryParts, context: TreeContext): SelectHead {
  switch (node.type) {
    case 'with':
    case 'with recursive':
      return gatherSelect(node.in, parts, gatherWith(node, parts, context));
    case 'union':
    case 'union all':
      return gatherUnion(node, parts, context);
    case 'values':
      return gatherValues(node, parts, context);
    case 'select':
      return gatherPlainSelect(node, parts, context);
    default:
      throw new Unreadable(node.type);
  }
}

function gatherPlainSelect(node: package_.SelectFromStatement, parts: QueryParts, context: TreeContext): SelectHead {
  if (node.distinct && !node.columns) throw new Unreadable('DISTINCT without columns');
  for (const item of node.from ?? []) gatherFrom(item, parts, context);
  const head = {
    columns: lowerTargets(node.columns, context),
    where: node.where ? lowerExpression(node.where, context) : undefined,
  };
  const distinct = Array.isArray(node.distinct) ? node.distinct : [];
  parts.expressions.push(...lowerExpressions(distinct, context), ...lowerGrouping(node.groupBy ?? [], context));
  if (node.having) parts.expressions.push(lowerExpression(node.having, context));
  gatherTail(node, parts, context);
  return head;
}

/** ROLLUP and CUBE are no functions. */
const groupedBy = (node: package_.Expr): readonly package_.Expr[] =>
  node.type === 'call' && !node.function.schema && /^(?:rollup|cube)$/.test(node.function.name) ? node.args : [node];

/** The package takes the brackets off `GROUP BY (a, b)`, which is one row. */
function lowerGrouping(nodes: readonly package_.Expr[], context: TreeContext): readonly Expression[] {
  const expressions = lowerExpressions(nodes.flatMap(groupedBy), context);
  const [first] = nodes;
  const last = nodes.at(-1);
  const isRow = first && last && first !== last && isBracketed(first, last, context);
  return isRow ? [{ kind: 'other', tag: 'RowExpr', parts: expressions, span: spanOf(first, context) }] : expressions;
}

/** ORDER BY, LIMIT, OFFSET and FOR UPDATE. */
function gatherTail(node: package_.SelectFromStatement, parts: QueryParts, context: TreeContext): void {
  const { limit, offset } = node.limit ?? {};
  const tail = [...(node.orderBy ?? []).map((item) => item.by), ...(offset ? [offset] : []), ...(limit ? [limit] : [])];
  parts.expressions.push(...lowerExpressions(tail, context));
  parts.locking ||= node.for !== undefined;
  parts.hasLimit ||= Boolean(limit);
}

function gatherValues(node: package_.ValuesStatement, parts: QueryParts, context: TreeContext): SelectHead {
  const [first, ...others] = node.values.map((row) => lowerExpressions(row, context));
  for (const row of others) parts.expressions.push(...row);
  const columns = (first ?? []).map((expression, index) => ({ name: `column${index + 1}`, expression }));
  return { columns, where: undefined };
}

/** The arms of a chain that PostgreSQL reads from the left and the package from the right. */
function armsOf(node: package_.SelectStatement, context: TreeContext): readonly package_.SelectStatement[] {
  if (node.type !== 'union' && node.type !== 'union all') return [node];
  const right = isInBrackets(node.right, context) ? [node.right] : armsOf(node.right, context);
  return [node.left, ...right];
}

/** The columns are those of the first arm; the conditions of the arms stand among the other expressions. */
function gatherUnion(node: package_.SelectFromUnion, parts: QueryParts, context: TreeContext): SelectHead {
  const [first, ...others] = armsOf(node, context);
  const last = others.at(-1);
  if (first === undefined || last === undefined) throw new Unreadable(node.type);
  const tail = last.type === 'select' && !isInBrackets(last, context) ? last : undefined;
  let left = gatherSelect(first, parts, context);
  for (const arm of others) {
    const right = gatherSelect(arm === tail ? withoutTail(tail) : arm, parts, context);
    parts.expressions.push(...(left.where ? [left.where] : []));
    parts.expressions.push(...right.columns.map((column) => column.expression), ...(right.where ? [right.where] : []));
    left = { columns: left.columns, where: undefined };
  }
  if (tail) gatherTail(tail, parts, context);
  return left;
}

/** ORDER BY and LIMIT at the end of a chain belong to the whole, not to its last arm. */
function withoutTail(node: package_.SelectFromStatement): package_.SelectFromStatement {
  const { orderBy: _orderBy, limit: _limit, for: _for, ...rest } = node;
  return rest;
}

/** The output columns of a SELECT list or a RETURNING clause. */
const lowerTargets = (
  targets: readonly package_.SelectedColumn[] | null | undefined,
  context: TreeContext,
): readonly OutputColumn[] =>
  (targets ?? []).map((target) => {
    const expression = lowerExpression(target.expr, context);
    return { name: target.alias?.name ?? outputName(expression), expression };
  });

/** One item of FROM; a joined one follows what it is joined to. */
export function gatherFrom(item: package_.From, parts: QueryParts, context: TreeContext): void {
  switch (item.type) {
    case 'table': {
      const isWithQuery = item.name.schema === undefined && context.withNames?.has(item.name.name);
      if (!isWithQuery) parts.relations.push(relationReference(item.name, context));
      break;
    }
    case 'statement':
      gatherSubselect(item.statement, parts, context);
      break;
    case 'call':
      parts.expressions.push(lowerExpression(item, context));
      break;
  }
  if (item.join?.on) parts.expressions.push(lowerExpression(item.join.on, context));
}

/** A SELECT whose output goes into another: all of its expressions are the outer query's. */
export function gatherSubselect(node: package_.Statement, parts: QueryParts, context: TreeContext): void {
  const { hasLimit } = parts;
  const { columns, where } = gatherSelect(node, parts, context);
  parts.expressions.push(...columns.map((column) => column.expression), ...(where ? [where] : []));
  parts.hasLimit = hasLimit;
}

/** Gathers the queries of a WITH clause. What follows it is lowered with the context returned. */
export function gatherWith(
  node: package_.WithStatement | package_.WithRecursiveStatement,
  parts: QueryParts,
  outer: TreeContext,
): TreeContext {
  if (node.type === 'with recursive') {
    const context = withNames(outer, node.alias.name);
    gatherSubselect(node.bind, parts, context);
    return context;
  }
  let context = outer;
  for (const { alias, statement } of node.bind) {
    if (isDml(statement)) parts.modifies.push(gatherDml(statement, parts, context));
    else gatherSubselect(statement, parts, context);
    context = withNames(context, alias.name);
  }
  return context;
}

const withNames = (context: TreeContext, name: string): TreeContext => ({
  ...context,
  withNames: new Set([...(context.withNames ?? []), name]),
});
