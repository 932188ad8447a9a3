import type { Operation } from '../operation.js';
import type { LoweringContext } from './context.js';
import type { Lowerings } from './lowering.js';
import { rangeVarName } from './names.js';
import { alteredName, objectTypeOf } from './object-names.js';
import { roleName } from './role-names.js';

const onTable = (node: any, ctx: LoweringContext) => ({
  span: ctx.statement,
  table: rangeVarName(node.relation),
  ifTableExists: node.missing_ok ?? false,
  only: node.relation.inh !== true && node.relationType !== 'OBJECT_TYPE',
});

function lowerRename(node: any, ctx: LoweringContext): Operation {
  switch (node.renameType) {
    case 'OBJECT_COLUMN':
    case 'OBJECT_ATTRIBUTE': {
      const objectType = objectTypeOf(node.relationType);
      return { kind: 'renameColumn', ...onTable(node, ctx), objectType, column: node.subname, to: node.newname };
    }
    case 'OBJECT_TABCONSTRAINT':
      return { kind: 'renameConstraint', ...onTable(node, ctx), constraint: node.subname, to: node.newname };
    default:
      return {
        kind: 'renameObject',
        span: ctx.statement,
        objectType: objectTypeOf(node.renameType),
        object: alteredName(node.renameType, node, ctx),
        to: node.newname,
        ifExists: node.missing_ok ?? false,
        viaTable: node.renameType === 'OBJECT_TABLE',
      };
  }
}

export const renames: Lowerings = {
  RenameStmt: (node, ctx) => [lowerRename(node, ctx)],
  AlterObjectSchemaStmt: (node, ctx) => [
    {
      kind: 'setObjectSchema',
      span: ctx.statement,
      objectType: objectTypeOf(node.objectType),
      object: alteredName(node.objectType, node, ctx),
      to: node.newschema,
      ifExists: node.missing_ok ?? false,
    },
  ],
  AlterOwnerStmt: (node, ctx) => [
    {
      kind: 'changeOwner',
      span: ctx.statement,
      objectType: objectTypeOf(node.objectType),
      object: alteredName(node.objectType, node, ctx),
      owner: roleName(node.newowner),
    },
  ],
};
