import { lockModes } from '../../core/lock-mode.js';
import type { Operation } from '../operation.js';
import type { LoweringContext } from './context.js';
import { hasOption } from './literals.js';
import type { Lowerings } from './lowering.js';
import { rangeVarName } from './names.js';
import { relationNames } from './relations.js';

function lowerVacuum(node: any, { statement: span }: LoweringContext): Operation {
  const tables = (node.rels ?? []).flatMap(({ VacuumRelation: { relation } }: any) =>
    relation ? [rangeVarName(relation)] : [],
  );
  return node.is_vacuumcmd
    ? { kind: 'vacuum', span, tables, full: hasOption(node.options, 'full') }
    : { kind: 'analyze', span, tables };
}

export const maintenance: Lowerings = {
  VacuumStmt: (node, ctx) => [lowerVacuum(node, ctx)],
  ClusterStmt: (node, ctx) => [
    { kind: 'cluster', span: ctx.statement, table: node.relation && rangeVarName(node.relation) },
  ],
  LockStmt: (node, ctx) => [
    {
      kind: 'lockTable',
      span: ctx.statement,
      tables: relationNames(node.relations),
      // The server numbers its modes from 1, weakest first.
      mode: lockModes[node.mode - 1] ?? 'ACCESS EXCLUSIVE',
      nowait: node.nowait ?? false,
    },
  ],
};
