import type { Lowerings } from './lowering.js';
import { listName, rangeVarName } from './names.js';
import { settingName } from './setting-values.js';

/** Objects of the whole server, and statistics. */
export const server: Lowerings = {
  CreatedbStmt: (node, ctx) => [{ kind: 'createDatabase', span: ctx.statement, database: node.dbname }],
  CreateTableSpaceStmt: (node, ctx) => [
    { kind: 'createTablespace', span: ctx.statement, tablespace: node.tablespacename },
  ],
  AlterSystemStmt: (node, ctx) => [{ kind: 'alterSystem', span: ctx.statement, setting: settingName(node.setstmt) }],
  CreateStatsStmt: (node, ctx) => [
    {
      kind: 'createStatistics',
      span: ctx.statement,
      statistics: node.defnames && listName(node.defnames),
      table: rangeVarName(node.relations?.[0]?.RangeVar ?? {}),
    },
  ],
};
