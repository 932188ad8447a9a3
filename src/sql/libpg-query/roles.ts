import type { Operation, Options } from '../operation.js';
import type { LoweringContext } from './context.js';
import { scalarText } from './literals.js';
import type { Lowerings } from './lowering.js';
import { roleName, roleNames } from './role-names.js';
import { settingName, settingValue } from './setting-values.js';

/** The parser's words for role options, where they are not PostgreSQL's own. */
const optionWords: Readonly<Record<string, string>> = {
  canlogin: 'login',
  isreplication: 'replication',
  connectionlimit: 'connection limit',
  validUntil: 'valid until',
  addroleto: 'in role',
  rolemembers: 'role',
  adminmembers: 'admin',
};

const optionValue = (arg: any): string =>
  arg?.List ? roleNames(arg.List.items).join(', ') : arg ? scalarText(arg) : 'null';

const roleOptions = (options: readonly any[] | undefined): Options =>
  Object.fromEntries(
    (options ?? []).map(({ DefElem: { defname, arg } }) => [optionWords[defname] ?? defname, optionValue(arg)]),
  );

/** CREATE USER is CREATE ROLE LOGIN. */
const createdOptions = (node: any): Options => ({
  ...(node.stmt_type === 'ROLESTMT_USER' ? { login: 'true' } : {}),
  ...roleOptions(node.options),
});

function lowerAlterRole(node: any, ctx: LoweringContext): Operation {
  const role = roleName(node.role);
  const members = (node.options ?? []).find(({ DefElem }: any) => DefElem.defname === 'rolemembers')?.DefElem;
  // ALTER GROUP … ADD USER is GRANT, … DROP USER is REVOKE.
  return members
    ? {
        kind: 'grantRole',
        span: ctx.statement,
        isGrant: node.action === 1,
        roles: [role],
        grantees: roleNames(members.arg.List.items),
      }
    : { kind: 'alterRole', span: ctx.statement, role, options: roleOptions(node.options) };
}

const roleSetting = (objectType: 'role' | 'database', name: string, clause: any, ctx: LoweringContext): Operation => ({
  kind: 'setRoleSetting',
  span: ctx.statement,
  objectType,
  name,
  setting: settingName(clause),
  value: settingValue(clause),
});

export const roles: Lowerings = {
  CreateRoleStmt: (node, ctx) => [
    { kind: 'createRole', span: ctx.statement, role: node.role, options: createdOptions(node) },
  ],
  AlterRoleStmt: (node, ctx) => [lowerAlterRole(node, ctx)],
  AlterRoleSetStmt: (node, ctx) => [roleSetting('role', node.role ? roleName(node.role) : 'all', node.setstmt, ctx)],
  AlterDatabaseSetStmt: (node, ctx) => [roleSetting('database', node.dbname, node.setstmt, ctx)],
};
