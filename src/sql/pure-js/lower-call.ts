import type * as package_ from 'pgsql-ast-parser';
import { isAggregateName } from '../aggregates.js';
import type { Expression } from '../expression.js';
import { type ExprOf, isQuery, lowerExpression, lowerExpressions } from './lower-expression.js';
import { lowerQuery } from './lower-query.js';
import { spanOf, type TreeContext } from './package-tree.js';
import { Unreadable } from './tokens.js';

/** A call that the grammar makes of a special form. */
export function builtInCall(
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

export function lowerCall(node: ExprOf<'call'>, context: TreeContext): Expression {
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

export function lowerExtract(node: ExprOf<'extract'>, context: TreeContext): Expression {
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
export function lowerSubstring(node: ExprOf<'substring'>, context: TreeContext): Expression {
  if (!node.from) throw new Unreadable('substring without FROM');
  return builtInCall('substring', [node.value, node.from, node.for], node, context);
}
