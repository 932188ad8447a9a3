import { selectOperations } from '../data-facts.js';
import type { Operation } from '../operation.js';
import type { LoweringContext } from './context.js';
import { lowerWithChanges } from './data.js';
import { lowerQuery } from './lower-query.js';
import type { Lower, Lowerings } from './lowering.js';
import { lowerTableAs } from './views.js';

/** The INTO of a set operation stands in its first arm. */
const intoOf = (node: any): any => node.intoClause ?? (node.larg ? intoOf(node.larg) : undefined);

function lowerSelect(node: any, ctx: LoweringContext, lower: Lower): Operation[] {
  const into = intoOf(node);
  const query = lowerQuery(node, ctx, ctx.statement);
  const own = into ? [lowerTableAs(into, query, false, ctx)] : selectOperations(query, ctx.statement);
  return [...lowerWithChanges(node.withClause, ctx, lower), ...own];
}

export const selects: Lowerings = { SelectStmt: lowerSelect };
