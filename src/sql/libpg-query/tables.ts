import type { WrittenName } from '../../core/name.js';
import { likeOptions } from '../like-options.js';
import type { ConstraintDefinition, CreateTable, Operation } from '../operation.js';
import { lowerColumn } from './columns.js';
import { lowerConstraint } from './constraints.js';
import type { LoweringContext } from './context.js';
import { lowerOptions } from './literals.js';
import type { Lowerings } from './lowering.js';
import { listName, rangeVarName } from './names.js';
import { lowerPartitionBound, lowerPartitionKey } from './partitions.js';
import { persistenceOf, relationNames } from './relations.js';

const includingAll = 0x7fffffff;

const includedBy = (bits: number): readonly string[] =>
  bits === includingAll ? ['all'] : likeOptions.filter((_, bit) => bits & (1 << bit));

const elementsOf = (node: any, tag: string): readonly any[] =>
  (node.tableElts ?? []).flatMap((element: any) => (element[tag] ? [element[tag]] : []));

function parentsOf(node: any, ctx: LoweringContext): Pick<CreateTable, 'inherits' | 'partitionOf'> {
  const parents: readonly WrittenName[] = relationNames(node.inhRelations);
  const parent = parents[0];
  return node.partbound && parent
    ? { inherits: [], partitionOf: { parent, bound: lowerPartitionBound(node.partbound, ctx) } }
    : { inherits: parents };
}

/** A bare CreateStmt node. */
function lowerCreateTable(node: any, ctx: LoweringContext): CreateTable {
  return {
    kind: 'createTable',
    span: ctx.statement,
    table: rangeVarName(node.relation),
    ifNotExists: node.if_not_exists ?? false,
    persistence: persistenceOf(node.relation),
    columns: elementsOf(node, 'ColumnDef').map((column) => lowerColumn(column, ctx)),
    constraints: elementsOf(node, 'Constraint')
      .map((constraint) => lowerConstraint(constraint, ctx))
      .filter((constraint): constraint is ConstraintDefinition => constraint !== undefined),
    like: elementsOf(node, 'TableLikeClause').map((like) => ({
      source: rangeVarName(like.relation),
      including: includedBy(like.options ?? 0),
    })),
    ...parentsOf(node, ctx),
    partitionBy: node.partspec && lowerPartitionKey(node.partspec, ctx),
    ofType: node.ofTypename && listName(node.ofTypename.names),
    options: lowerOptions(node.options),
    tablespace: node.tablespacename,
  };
}

const foreignTable = (node: any, ctx: LoweringContext): Operation => ({
  ...lowerCreateTable(node.base, ctx),
  foreignServer: node.servername,
  options: lowerOptions(node.options),
});

export const tables: Lowerings = {
  CreateStmt: (node, ctx) => [lowerCreateTable(node, ctx)],
  CreateForeignTableStmt: (node, ctx) => [foreignTable(node, ctx)],
};
