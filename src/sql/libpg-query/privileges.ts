import type { AlterDefaultPrivileges, Grant, Operation, Privileges } from '../operation.js';
import type { LoweringContext } from './context.js';
import { strings } from './literals.js';
import type { Lowerings } from './lowering.js';
import { rangeVarName } from './names.js';
import { objectName, objectTypeOf } from './object-names.js';
import { isCascade } from './relations.js';
import { roleNames } from './role-names.js';

/** Privileges that name the same columns, together. */
interface PrivilegeGroup {
  readonly privileges: readonly string[];
  readonly columns: readonly string[];
}

/** `SELECT (a), UPDATE (a), DELETE` → one group for the column, one for the table. No list at all is ALL. */
function privilegeGroups(list: readonly any[] | undefined): readonly PrivilegeGroup[] {
  if (!list) return [{ privileges: ['all'], columns: [] }];
  const groups = new Map<string, PrivilegeGroup>();
  for (const { AccessPriv: node } of list) {
    const columns = strings(node.cols);
    const key = JSON.stringify(columns);
    const before = groups.get(key)?.privileges ?? [];
    groups.set(key, { privileges: [...before, node.priv_name ?? 'all'], columns });
  }
  return [...groups.values()];
}

const shared = (node: any) => ({
  isGrant: node.is_grant ?? false,
  grantees: roleNames(node.grantees),
  withGrantOption: node.grant_option ?? false,
  objectType: objectTypeOf(node.objtype),
});

const objectsOf = (node: any, ctx: LoweringContext): Pick<Grant, 'objects' | 'allInSchemas'> =>
  node.targtype === 'ACL_TARGET_ALL_IN_SCHEMA'
    ? { objects: [], allInSchemas: strings(node.objects) }
    : {
        objects: (node.objects ?? []).map((object: any) =>
          object.RangeVar ? rangeVarName(object.RangeVar) : objectName(node.objtype, object, ctx),
        ),
        allInSchemas: [],
      };

const lowerGrant = (node: any, ctx: LoweringContext): Grant[] =>
  privilegeGroups(node.privileges).map((group) => ({
    kind: 'grant',
    span: ctx.statement,
    ...shared(node),
    ...group,
    ...objectsOf(node, ctx),
    cascade: isCascade(node),
  }));

function lowerDefaultPrivileges(node: any, ctx: LoweringContext): AlterDefaultPrivileges[] {
  const option = (name: string): readonly any[] | undefined =>
    (node.options ?? []).find(({ DefElem }: any) => DefElem.defname === name)?.DefElem.arg.List.items;
  return privilegeGroups(node.action.privileges).map((group: Pick<Privileges, 'privileges' | 'columns'>) => ({
    kind: 'alterDefaultPrivileges',
    span: ctx.statement,
    ...shared(node.action),
    ...group,
    schemas: strings(option('schemas')),
    forRoles: roleNames(option('roles')),
  }));
}

export const privileges: Lowerings = {
  GrantStmt: lowerGrant,
  GrantRoleStmt: (node, ctx): Operation[] => [
    {
      kind: 'grantRole',
      span: ctx.statement,
      isGrant: node.is_grant ?? false,
      roles: (node.granted_roles ?? []).map((role: any) => role.AccessPriv.priv_name),
      grantees: roleNames(node.grantee_roles),
    },
  ],
  AlterDefaultPrivilegesStmt: lowerDefaultPrivileges,
};
