import { filterOf, readsOf, toName } from '../data-facts.js';
import type { Expression } from '../expression.js';
import type { Copy, Operation } from '../operation.js';
import { repeatedColumns, type Target } from '../repeated-columns.js';
import type { LoweringContext } from './context.js';
import { type DmlTag, dmlParts, isDml } from './dml-parts.js';
import { childExpressions } from './lower-expression.js';
import type { Lower, Lowerings } from './lowering.js';
import { rangeVarName } from './names.js';
import { isCascade, relationNames } from './relations.js';
import { tailSpan } from './span-of.js';
import { insideGroup } from './statement-spans.js';
import { tagged } from './tree.js';

const targetColumns = (targets: readonly any[] | undefined): readonly string[] =>
  (targets ?? []).map((target) => target.ResTarget.name);

const targetsOf = (targets: readonly any[] | undefined): readonly Target[] =>
  (targets ?? []).map(({ ResTarget: target }) => ({ name: target.name, whole: target.indirection === undefined }));

/** Each WHEN sets columns of its own. */
const repeatedInMerge = (node: any) =>
  repeatedColumns(...(node.mergeWhenClauses ?? []).map((clause: any) => targetsOf(clause.MergeWhenClause?.targetList)));

function insertSource(node: any): 'values' | 'query' | 'default' {
  if (!node.selectStmt) return 'default';
  return node.selectStmt.SelectStmt?.valuesLists ? 'values' : 'query';
}

function firstRowOf(node: any, ctx: LoweringContext): readonly Expression[] | undefined {
  const row = node.selectStmt?.SelectStmt?.valuesLists?.[0];
  return row && childExpressions(row, ctx);
}

function lowerDml(tag: DmlTag, node: any, ctx: LoweringContext): Operation {
  const { target, reads, expressions, where, locking } = dmlParts(tag, node, ctx);
  const shared = {
    span: ctx.statement,
    table: toName(target),
    reads: readsOf(reads, expressions),
    expressions,
    ...(locking ? { locking } : {}),
  };
  switch (tag) {
    case 'InsertStmt':
      return {
        kind: 'insert',
        ...shared,
        columns: targetColumns(node.cols),
        source: insertSource(node),
        rows: node.selectStmt?.SelectStmt?.valuesLists?.length ?? 0,
        firstRow: firstRowOf(node, ctx),
        onConflict: node.onConflictClause !== undefined,
        ...repeatedColumns(targetsOf(node.cols), targetsOf(node.onConflictClause?.targetList)),
      };
    case 'UpdateStmt':
      return {
        kind: 'update',
        ...shared,
        columns: targetColumns(node.targetList),
        filter: filterOf(where),
        where,
        ...repeatedColumns(targetsOf(node.targetList)),
      };
    case 'DeleteStmt':
      return { kind: 'delete', ...shared, filter: filterOf(where), where };
    case 'MergeStmt':
      return { kind: 'merge', ...shared, ...repeatedInMerge(node) };
  }
}

/** What the WITH queries of a statement change, as operations of their own, in the order of the text. */
export function lowerWithChanges(withClause: any, ctx: LoweringContext, lower: Lower): Operation[] {
  const queries: readonly any[] = (withClause?.ctes ?? []).map((item: any) => item.CommonTableExpr);
  return queries.flatMap((query) => {
    if (!isDml(tagged(query.ctequery)[0])) return [];
    const statement = insideGroup(ctx, bodyStart(query, ctx)) ?? ctx.statement;
    return lower(query.ctequery, { ...ctx, statement, withNames: withNamesOf(queries, ctx) });
  });
}

/** A WITH query may have a column list in parentheses before AS. */
function bodyStart(query: any, ctx: LoweringContext): number {
  const whole = tailSpan(ctx, query.location);
  const columns = query.aliascolnames ? insideGroup(ctx, whole.start) : undefined;
  return columns ? columns.end + 1 : whole.start;
}

const withNamesOf = (queries: readonly any[], ctx: LoweringContext): ReadonlySet<string> =>
  new Set([...(ctx.withNames ?? []), ...queries.map((query) => String(query.ctename))]);

const lowerDmlStatement =
  (tag: DmlTag) =>
  (node: any, ctx: LoweringContext, lower: Lower): Operation[] => [
    ...lowerWithChanges(node.withClause, ctx, lower),
    lowerDml(tag, node, ctx),
  ];

function endpointOf(node: any): Copy['endpoint'] {
  if (node.is_program) return 'program';
  if (node.filename !== undefined) return 'file';
  return node.is_from ? 'stdin' : 'stdout';
}

/** `COPY (DELETE … RETURNING …) TO` changes data. */
function lowerCopy(node: any, ctx: LoweringContext, lower: Lower): Operation[] {
  const copy: Copy = {
    kind: 'copy',
    span: ctx.statement,
    table: node.relation && rangeVarName(node.relation),
    direction: node.is_from ? 'from' : 'to',
    endpoint: endpointOf(node),
  };
  if (!node.query) return [copy];
  const [tag, query] = tagged(node.query);
  const inner = { ...ctx, statement: insideGroup(ctx, ctx.statement.start) ?? ctx.statement };
  return [copy, ...(isDml(tag) ? lower(node.query, inner) : lowerWithChanges(query.withClause, inner, lower))];
}

export const data: Lowerings = {
  InsertStmt: lowerDmlStatement('InsertStmt'),
  UpdateStmt: lowerDmlStatement('UpdateStmt'),
  DeleteStmt: lowerDmlStatement('DeleteStmt'),
  MergeStmt: lowerDmlStatement('MergeStmt'),
  CopyStmt: lowerCopy,
  TruncateStmt: (node, ctx) => [
    {
      kind: 'truncate',
      span: ctx.statement,
      tables: relationNames(node.relations),
      cascade: isCascade(node),
      restartIdentity: node.restart_seqs ?? false,
    },
  ],
};
