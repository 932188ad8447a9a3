import type { AlterDomain, CreateDomain, Operation } from '../operation.js';
import { lowerColumn } from './columns.js';
import { lowerColumnConstraints, lowerConstraint } from './constraints.js';
import type { LoweringContext } from './context.js';
import { strings } from './literals.js';
import { lowerExpression } from './lower-expression.js';
import { lowerTypeName } from './lower-type-name.js';
import type { Lowerings } from './lowering.js';
import { listName, rangeVarName } from './names.js';

function createDomain(node: any, ctx: LoweringContext): CreateDomain {
  const nodes: readonly any[] = (node.constraints ?? []).map((constraint: any) => constraint.Constraint);
  const fallback = nodes.find(({ contype }) => contype === 'CONSTR_DEFAULT')?.raw_expr;
  return {
    kind: 'createDomain',
    span: ctx.statement,
    domain: listName(node.domainname),
    type: lowerTypeName(node.typeName, ctx),
    notNull: nodes.some(({ contype }) => contype === 'CONSTR_NOTNULL'),
    default: fallback && lowerExpression(fallback, ctx),
    constraints: lowerColumnConstraints(nodes, '', ctx),
  };
}

/** The parser's letters for ALTER DOMAIN. */
function domainAction(node: any, ctx: LoweringContext): AlterDomain['action'] | undefined {
  switch (node.subtype) {
    case 'T':
      return node.def ? { type: 'setDefault', default: lowerExpression(node.def, ctx) } : { type: 'dropDefault' };
    case 'N':
      return { type: 'dropNotNull' };
    case 'O':
      return { type: 'setNotNull' };
    case 'C': {
      const constraint = lowerConstraint(node.def.Constraint, ctx);
      return constraint && { type: 'addConstraint', constraint };
    }
    case 'X':
      return { type: 'dropConstraint', constraint: node.name };
    case 'V':
      return { type: 'validateConstraint', constraint: node.name };
    default:
      return undefined;
  }
}

function alterDomain(node: any, ctx: LoweringContext): Operation {
  const action = domainAction(node, ctx);
  return action
    ? { kind: 'alterDomain', span: ctx.statement, domain: listName(node.typeName), action }
    : { kind: 'unknown', span: ctx.statement, tag: 'AlterDomainStmt' };
}

function alterEnum(node: any, ctx: LoweringContext): Operation {
  const type = listName(node.typeName);
  if (node.oldVal !== undefined) {
    return { kind: 'renameEnumValue', span: ctx.statement, type, value: node.oldVal, to: node.newVal };
  }
  const neighbour: string | undefined = node.newValNeighbor;
  return {
    kind: 'addEnumValue',
    span: ctx.statement,
    type,
    value: node.newVal,
    ifNotExists: node.skipIfNewValExists ?? false,
    position: neighbour === undefined ? undefined : { side: node.newValIsAfter ? 'after' : 'before', neighbour },
  };
}

export const types: Lowerings = {
  CreateEnumStmt: (node, ctx) => [
    { kind: 'createEnum', span: ctx.statement, type: listName(node.typeName), values: strings(node.vals) },
  ],
  AlterEnumStmt: (node, ctx) => [alterEnum(node, ctx)],
  CreateDomainStmt: (node, ctx) => [createDomain(node, ctx)],
  AlterDomainStmt: (node, ctx) => [alterDomain(node, ctx)],
  CompositeTypeStmt: (node, ctx) => [
    {
      kind: 'createCompositeType',
      span: ctx.statement,
      type: rangeVarName(node.typevar),
      attributes: (node.coldeflist ?? []).map((column: any) => lowerColumn(column.ColumnDef, ctx)),
    },
  ],
  CreateRangeStmt: (node, ctx) => [
    { kind: 'createOtherType', span: ctx.statement, type: listName(node.typeName), form: 'range' },
  ],
};
