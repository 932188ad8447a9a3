import type { TypeName } from '../expression.js';
import type { ColumnDefinition } from '../operation.js';
import { simpleType } from '../simple-type.js';
import { lowerColumnConstraints } from './constraints.js';
import type { LoweringContext } from './context.js';
import { lowerExpression } from './lower-expression.js';
import { lowerTypeName } from './lower-type-name.js';
import { listName } from './names.js';
import { elementSpan, spanFrom } from './span-of.js';

function columnType(node: any, ctx: LoweringContext): TypeName {
  // A column of a partition or a typed table has its type elsewhere.
  if (!node.typeName) {
    const span = spanFrom(ctx, node.location);
    return simpleType('', span);
  }
  return lowerTypeName(node.typeName, ctx);
}

export const identityOf = (code: string): 'always' | 'by default' => (code === 'a' ? 'always' : 'by default');

/** A bare ColumnDef node. */
export function lowerColumn(node: any, ctx: LoweringContext): ColumnDefinition {
  const nodes: readonly any[] = (node.constraints ?? []).map((constraint: any) => constraint.Constraint);
  const of = (type: string) => nodes.find((constraint) => constraint.contype === type);
  const fallback = of('CONSTR_DEFAULT');
  const identity = of('CONSTR_IDENTITY');
  const generated = of('CONSTR_GENERATED');
  return {
    name: node.colname ?? '',
    type: columnType(node, ctx),
    span: elementSpan(ctx, node.location),
    notNull: of('CONSTR_NOTNULL') !== undefined,
    default: fallback && lowerExpression(fallback.raw_expr, ctx),
    identity: identity && identityOf(identity.generated_when),
    generated: generated && {
      expression: lowerExpression(generated.raw_expr, ctx),
      stored: generated.generated_kind !== 'v',
    },
    collation: node.collClause && listName(node.collClause.collname),
    compression: node.compression,
    storage: node.storage_name,
    constraints: lowerColumnConstraints(nodes, node.colname ?? '', ctx),
  };
}
