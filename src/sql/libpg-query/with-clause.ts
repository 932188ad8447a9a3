import type { QueryParts } from '../gathered-query.js';
import type { LoweringContext } from './context.js';
import { gatherDml, isDml } from './dml-parts.js';
import { gatherSubselect } from './query-parts.js';
import { type Tree, tagged } from './tree.js';

/** Gathers the queries of a WITH clause. What follows it is lowered with the context returned. */
export function gatherWith(clause: Tree | undefined, parts: QueryParts, outer: LoweringContext): LoweringContext {
  if (!clause) return outer;
  const queries: readonly Tree[] = (clause.ctes ?? []).map((item: Tree) => item.CommonTableExpr ?? item);
  const names = queries.map((query) => String(query.ctename));
  let ctx = clause.recursive ? withNames(outer, names) : outer;
  for (const query of queries) {
    gatherWithQuery(query.ctequery ?? {}, parts, ctx);
    ctx = withNames(ctx, [String(query.ctename)]);
  }
  return ctx;
}

const withNames = (ctx: LoweringContext, names: readonly string[]): LoweringContext => ({
  ...ctx,
  withNames: new Set([...(ctx.withNames ?? []), ...names]),
});

function gatherWithQuery(node: Tree, parts: QueryParts, ctx: LoweringContext): void {
  const [tag, tree] = tagged(node);
  if (isDml(tag)) parts.modifies.push(gatherDml(tag, tree, parts, ctx));
  else gatherSubselect(node, parts, ctx);
}
