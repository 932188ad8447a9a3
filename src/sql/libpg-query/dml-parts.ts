import type { Expression, RelationReference } from '../expression.js';
import { type QueryParts, queryParts } from '../gathered-query.js';
import type { LoweringContext } from './context.js';
import { childExpressions, lowerExpression } from './lower-expression.js';
import { gatherFrom, gatherSubselect, relationReference } from './query-parts.js';
import type { Tree } from './tree.js';
import { gatherWith } from './with-clause.js';

export type DmlTag = 'InsertStmt' | 'UpdateStmt' | 'DeleteStmt' | 'MergeStmt';

export const isDml = (tag: string): tag is DmlTag =>
  tag === 'InsertStmt' || tag === 'UpdateStmt' || tag === 'DeleteStmt' || tag === 'MergeStmt';

/** What an INSERT, UPDATE, DELETE or MERGE reads and writes. */
export interface DmlParts {
  readonly target: RelationReference;
  /** Other relations, those of its WITH queries and sub-selects in FROM included. */
  readonly reads: readonly RelationReference[];
  /** Relations that its WITH queries write. */
  readonly modifies: readonly RelationReference[];
  /** Every expression in it, `where` too. */
  readonly expressions: readonly Expression[];
  readonly where?: Expression | undefined;
  /** A query of it locks the rows that it reads. */
  readonly locking: boolean;
}

/** The parts of a statement that stands alone, unwrapped. */
export function dmlParts(tag: DmlTag, tree: Tree, ctx: LoweringContext): DmlParts {
  const parts = queryParts();
  const inner = gatherWith(tree.withClause, parts, ctx);
  const target = gatherBody(tag, tree, parts, inner);
  const where = whereOf(tag, tree, inner);
  const expressions = [...parts.expressions, ...(where ? [where] : [])];
  return { target, reads: parts.relations, modifies: parts.modifies, expressions, where, locking: parts.locking };
}

/** The parts of a data-changing WITH query go to the query around it. Returns what it writes. */
export function gatherDml(tag: DmlTag, tree: Tree, parts: QueryParts, outer: LoweringContext): RelationReference {
  const ctx = gatherWith(tree.withClause, parts, outer);
  const target = gatherBody(tag, tree, parts, ctx);
  const where = whereOf(tag, tree, ctx);
  if (where) parts.expressions.push(where);
  return target;
}

const whereOf = (tag: DmlTag, tree: Tree, ctx: LoweringContext): Expression | undefined =>
  (tag === 'UpdateStmt' || tag === 'DeleteStmt') && tree.whereClause
    ? lowerExpression(tree.whereClause, ctx)
    : undefined;

/** All but WITH and the condition of UPDATE and DELETE. */
function gatherBody(tag: DmlTag, tree: Tree, parts: QueryParts, ctx: LoweringContext): RelationReference {
  for (const item of tree.fromClause ?? tree.usingClause ?? []) gatherFrom(item, parts, ctx);
  if (tree.sourceRelation) gatherFrom(tree.sourceRelation, parts, ctx);
  if (tag === 'InsertStmt' && tree.selectStmt) gatherSubselect(tree.selectStmt, parts, ctx);
  const { joinCondition, mergeWhenClauses, onConflictClause, returningClause } = tree;
  // One source of `(a, b) = (SELECT …)` stands under each of its columns.
  const targets = (tree.targetList ?? []).filter(
    (item: Tree) => (item.ResTarget?.val?.MultiAssignRef?.colno ?? 1) === 1,
  );
  const rest = { targets, joinCondition, mergeWhenClauses, onConflictClause, returningClause };
  parts.expressions.push(...childExpressions(rest, ctx));
  return relationReference(tree.relation ?? {}, ctx);
}
