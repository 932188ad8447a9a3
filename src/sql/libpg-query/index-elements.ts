import type { IndexElement } from '../operation.js';
import type { LoweringContext } from './context.js';
import { lowerExpression } from './lower-expression.js';
import { listName } from './names.js';

const nullsOrder: Readonly<Record<string, 'first' | 'last'>> = {
  SORTBY_NULLS_FIRST: 'first',
  SORTBY_NULLS_LAST: 'last',
};

/** A bare IndexElem node. */
export const lowerIndexElement = (node: any, ctx: LoweringContext): IndexElement => ({
  column: node.name,
  expression: node.expr && lowerExpression(node.expr, ctx),
  operatorClass: node.opclass && listName(node.opclass),
  collation: node.collation && listName(node.collation),
  descending: node.ordering === 'SORTBY_DESC',
  nulls: nullsOrder[node.nulls_ordering],
});
