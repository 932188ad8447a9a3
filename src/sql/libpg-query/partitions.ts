import type { Expression } from '../expression.js';
import type { PartitionBound, PartitionKey } from '../operation.js';
import type { LoweringContext } from './context.js';
import { lowerExpression } from './lower-expression.js';
import { throughGroups } from './statement-spans.js';

const strategies: Readonly<Record<string, PartitionKey['strategy']>> = {
  PARTITION_STRATEGY_RANGE: 'range',
  PARTITION_STRATEGY_LIST: 'list',
  PARTITION_STRATEGY_HASH: 'hash',
};

/** A bare PartitionSpec node. */
export const lowerPartitionKey = (node: any, ctx: LoweringContext): PartitionKey => ({
  strategy: strategies[node.strategy] ?? 'range',
  columns: (node.partParams ?? []).map((param: any) => param.PartitionElem.name),
  span: throughGroups(ctx, ctx.at(node.location), 1),
});

/** Bracketed groups of `FROM (…) TO (…)`, `IN (…)`, `WITH (…)`. */
const groups: Readonly<Record<string, number>> = { r: 2, l: 1, h: 1 };

/** A bare PartitionBoundSpec node. A hash bound's values are its modulus and its remainder. */
export function lowerPartitionBound(node: any, ctx: LoweringContext): PartitionBound {
  const span = throughGroups(ctx, ctx.at(node.location ?? 0), groups[node.strategy] ?? 0);
  const expressions = (list: readonly any[] | undefined): readonly Expression[] =>
    (list ?? []).map((item) => lowerExpression(item, ctx));
  const number = (value: number | undefined): Expression => ({ kind: 'constant', span, value: value ?? 0 });
  return {
    isDefault: node.is_default ?? false,
    from: expressions(node.lowerdatums),
    to: expressions(node.upperdatums),
    values: node.strategy === 'h' ? [number(node.modulus), number(node.remainder)] : expressions(node.listdatums),
    span,
  };
}
