import type { CreateIndex, Operation, Reindex } from '../operation.js';
import type { LoweringContext } from './context.js';
import { lowerIndexElement } from './index-elements.js';
import { hasOption, lowerOptions } from './literals.js';
import { lowerExpression } from './lower-expression.js';
import type { Lowerings } from './lowering.js';
import { rangeVarName } from './names.js';
import { afterWord } from './statement-tokens.js';

const createIndex = (node: any, ctx: LoweringContext): CreateIndex => ({
  kind: 'createIndex',
  span: ctx.statement,
  index: node.idxname,
  table: rangeVarName(node.relation),
  only: node.relation.inh !== true,
  unique: node.unique ?? false,
  concurrently: node.concurrent ?? false,
  ifNotExists: node.if_not_exists ?? false,
  method: node.accessMethod ?? 'btree',
  elements: (node.indexParams ?? []).map((element: any) => lowerIndexElement(element.IndexElem, ctx)),
  include: (node.indexIncludingParams ?? []).map((element: any) => element.IndexElem.name),
  where: node.whereClause && lowerExpression(node.whereClause, ctx),
  nullsNotDistinct: node.nulls_not_distinct ?? false,
  options: lowerOptions(node.options),
  afterIndexKeyword: afterWord(ctx, 'index'),
});

const targets: Readonly<Record<string, Reindex['target']>> = {
  REINDEX_OBJECT_INDEX: 'index',
  REINDEX_OBJECT_TABLE: 'table',
  REINDEX_OBJECT_SCHEMA: 'schema',
  REINDEX_OBJECT_DATABASE: 'database',
  REINDEX_OBJECT_SYSTEM: 'system',
};

function reindex(node: any, ctx: LoweringContext): Operation {
  const target = targets[node.kind] ?? 'index';
  return {
    kind: 'reindex',
    span: ctx.statement,
    target,
    name: node.relation ? rangeVarName(node.relation) : node.name && { name: node.name },
    concurrently: hasOption(node.params, 'concurrently'),
    afterTargetKeyword: afterWord(ctx, target),
  };
}

export const indexes: Lowerings = {
  IndexStmt: (node, ctx) => [createIndex(node, ctx)],
  ReindexStmt: (node, ctx) => [reindex(node, ctx)],
};
