import type { PolicyCommand } from '../operation.js';
import type { LoweringContext } from './context.js';
import { lowerExpression } from './lower-expression.js';
import type { Lowerings } from './lowering.js';
import { rangeVarName } from './names.js';
import { roleNames } from './role-names.js';

const commands: readonly PolicyCommand[] = ['all', 'select', 'insert', 'update', 'delete'];

// Where no TO was written, the parser makes up a PUBLIC that has no place.
const hasWrittenRoles = (node: any): boolean => node.roles?.[0]?.RoleSpec?.location !== -1;

const conditions = (node: any, ctx: LoweringContext) => ({
  using: node.qual && lowerExpression(node.qual, ctx),
  withCheck: node.with_check && lowerExpression(node.with_check, ctx),
});

export const policies: Lowerings = {
  CreatePolicyStmt: (node, ctx) => [
    {
      kind: 'createPolicy',
      span: ctx.statement,
      policy: node.policy_name,
      table: rangeVarName(node.table),
      permissive: node.permissive ?? false,
      command: commands.find((command) => command === node.cmd_name) ?? 'all',
      roles: roleNames(node.roles),
      rolesWritten: hasWrittenRoles(node),
      ...conditions(node, ctx),
    },
  ],
  AlterPolicyStmt: (node, ctx) => [
    {
      kind: 'alterPolicy',
      span: ctx.statement,
      policy: node.policy_name,
      table: rangeVarName(node.table),
      roles: node.roles && roleNames(node.roles),
      ...conditions(node, ctx),
    },
  ],
};
