import type { Query } from '../expression.js';
import type { CreateMaterializedView, CreateTableAs, CreateView, Operation, Options } from '../operation.js';
import { referencesOf } from '../references.js';
import type { LoweringContext } from './context.js';
import { lowerOptions, strings } from './literals.js';
import { lowerQuery } from './lower-query.js';
import type { Lowerings } from './lowering.js';
import { rangeVarName } from './names.js';
import { persistenceOf } from './relations.js';
import { definingQuerySpan } from './statement-spans.js';

/** WITH CHECK OPTION is stored as an option of the view. */
const checkOptions: Readonly<Record<string, string>> = {
  LOCAL_CHECK_OPTION: 'local',
  CASCADED_CHECK_OPTION: 'cascaded',
};

function viewOptions(node: any): Options {
  const check = checkOptions[node.withCheckOption];
  return { ...lowerOptions(node.options), ...(check ? { check_option: check } : {}) };
}

function createView(node: any, ctx: LoweringContext): CreateView {
  const query = lowerQuery(node.query, ctx, definingQuerySpan(ctx));
  return {
    kind: 'createView',
    span: ctx.statement,
    view: rangeVarName(node.view),
    orReplace: node.replace ?? false,
    persistence: persistenceOf(node.view),
    columnAliases: strings(node.aliases),
    options: viewOptions(node),
    query,
    references: referencesOf(query),
  };
}

function createMaterializedView(node: any, ctx: LoweringContext): CreateMaterializedView {
  const query = lowerQuery(node.query, ctx, definingQuerySpan(ctx));
  return {
    kind: 'createMaterializedView',
    span: ctx.statement,
    view: rangeVarName(node.into.rel),
    ifNotExists: node.if_not_exists ?? false,
    columnAliases: strings(node.into.colNames),
    options: lowerOptions(node.into.options),
    query,
    withData: !node.into.skipData,
    references: referencesOf(query),
  };
}

/** CREATE TABLE AS EXECUTE names a prepared statement; what it reads cannot be seen here. */
const unseenQuery = (ctx: LoweringContext): Query => ({
  span: ctx.statement,
  relations: [],
  columns: [],
  expressions: [],
  locking: false,
  hasLimit: false,
  modifies: [],
});

/** `into` is a bare IntoClause node. */
export const lowerTableAs = (into: any, query: Query, ifNotExists: boolean, ctx: LoweringContext): CreateTableAs => ({
  kind: 'createTableAs',
  span: ctx.statement,
  table: rangeVarName(into.rel),
  ifNotExists,
  persistence: persistenceOf(into.rel),
  query,
  withData: !into.skipData,
});

function createTableAs(node: any, ctx: LoweringContext): Operation {
  if (node.objtype === 'OBJECT_MATVIEW') return createMaterializedView(node, ctx);
  const query = node.query.SelectStmt ? lowerQuery(node.query, ctx, definingQuerySpan(ctx)) : unseenQuery(ctx);
  return lowerTableAs(node.into, query, node.if_not_exists ?? false, ctx);
}

export const views: Lowerings = {
  ViewStmt: (node, ctx) => [createView(node, ctx)],
  CreateTableAsStmt: (node, ctx) => [createTableAs(node, ctx)],
  RefreshMatViewStmt: (node, ctx) => [
    {
      kind: 'refreshMaterializedView',
      span: ctx.statement,
      view: rangeVarName(node.relation),
      concurrently: node.concurrent ?? false,
      withData: !node.skipData,
    },
  ],
};
