import type { DropObject, ObjectName, Operation } from '../operation.js';
import type { LoweringContext } from './context.js';
import type { Lowerings } from './lowering.js';
import { objectName, objectTypeOf } from './object-names.js';
import { isCascade } from './relations.js';
import { roleNames } from './role-names.js';
import { afterWord } from './statement-tokens.js';

/** What the drops of one statement share. */
interface Drop {
  readonly span: LoweringContext['statement'];
  readonly ifExists: boolean;
  readonly cascade: boolean;
  readonly statementCount: number;
}

const dropOf = (node: any, statementCount: number, ctx: LoweringContext): Drop => ({
  span: ctx.statement,
  ifExists: node.missing_ok ?? false,
  cascade: isCascade(node),
  statementCount,
});

const dropObject = (objectType: DropObject['objectType'], object: ObjectName, drop: Drop): Operation => ({
  kind: 'dropObject',
  objectType,
  object,
  ...drop,
});

function lowerDropped(node: any, object: ObjectName, drop: Drop, ctx: LoweringContext): Operation {
  const objectType = objectTypeOf(node.removeType);
  switch (objectType) {
    case 'table':
      return { kind: 'dropTable', table: object, ...drop };
    case 'index': {
      const concurrently = node.concurrent ?? false;
      return { kind: 'dropIndex', index: object, concurrently, afterIndexKeyword: afterWord(ctx, 'index'), ...drop };
    }
    case 'schema':
      return {
        kind: 'dropSchema',
        span: drop.span,
        schema: object.name,
        ifExists: drop.ifExists,
        cascade: drop.cascade,
      };
    case 'database':
      return { kind: 'dropDatabase', span: drop.span, database: object.name, ifExists: drop.ifExists };
    default:
      return dropObject(objectType, object, drop);
  }
}

function lowerDrop(node: any, ctx: LoweringContext): Operation[] {
  const objects: readonly any[] = node.objects ?? [];
  const drop = dropOf(node, objects.length, ctx);
  return objects.map((object) => lowerDropped(node, objectName(node.removeType, object, ctx), drop, ctx));
}

export const drops: Lowerings = {
  DropStmt: lowerDrop,
  DropRoleStmt: (node, ctx) => {
    const roles = roleNames(node.roles);
    return roles.map((name) => dropObject('role', { name }, dropOf(node, roles.length, ctx)));
  },
  DropTableSpaceStmt: (node, ctx) => [dropObject('tablespace', { name: node.tablespacename }, dropOf(node, 1, ctx))],
  DropSubscriptionStmt: (node, ctx) => [dropObject('subscription', { name: node.subname }, dropOf(node, 1, ctx))],
  DropdbStmt: (node, ctx) => [
    { kind: 'dropDatabase', span: ctx.statement, database: node.dbname, ifExists: node.missing_ok ?? false },
  ],
  DropOwnedStmt: (node, ctx) => [
    { kind: 'dropOwned', span: ctx.statement, roles: roleNames(node.roles), cascade: isCascade(node) },
  ],
};
