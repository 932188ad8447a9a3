import type * as package_ from 'pgsql-ast-parser';
import type { Expression } from '../expression.js';
import { castType } from './cast-type.js';
import { builtInCall, lowerCall, lowerExtract, lowerSubstring } from './lower-call.js';
import { lowerBetween, lowerBinary, lowerMember, lowerUnary } from './lower-operator.js';
import { lowerQuery } from './lower-query.js';
import { isParenthesised, operandsInOrder } from './operator-precedence.js';
import { spanOf, type TreeContext } from './package-tree.js';
import { Unreadable } from './tokens.js';

export type ExprOf<Type extends package_.Expr['type']> = Extract<package_.Expr, { type: Type }>;

const queryTypes: ReadonlySet<string> = new Set(['select', 'union', 'union all', 'values', 'with', 'with recursive']);

export const isQuery = (node: package_.Expr): node is package_.SelectStatement => queryTypes.has(node.type);

export const lowerExpressions = (
  nodes: readonly package_.Expr[] | null | undefined,
  context: TreeContext,
): readonly Expression[] => (nodes ?? []).map((node) => lowerExpression(node, context));

/** Throws `Unreadable` where the package's tree is not what PostgreSQL reads. */
export function lowerExpression(node: package_.Expr, context: TreeContext): Expression {
  const span = spanOf(node, context);
  const lower = (part: package_.Expr) => lowerExpression(part, context);
  const other = (tag: string, parts: readonly (package_.Expr | null | undefined)[]): Expression => ({
    kind: 'other',
    tag,
    parts: parts.filter((part) => part !== null && part !== undefined).map(lower),
    span,
  });
  if (isQuery(node)) return { kind: 'subquery', form: 'scalar', query: lowerQuery(node, context), span };
  switch (node.type) {
    case 'null':
      return { kind: 'constant', value: null, span };
    case 'boolean':
    case 'string':
      return { kind: 'constant', value: node.value, span };
    case 'integer':
    case 'numeric':
      return { kind: 'constant', value: numberAt(node, context), span };
    case 'ref':
      return { kind: 'column', path: [...pathOf(node.table), node.name], span };
    case 'keyword':
      return { kind: 'call', name: { name: node.keyword }, arguments: [], window: false, span };
    case 'call':
      return lowerCall(node, context);
    case 'cast':
      return lowerCast(node, context);
    case 'binary':
      return lowerBinary(node, context);
    case 'ternary':
      return lowerBetween(node, context);
    case 'unary':
      return lowerUnary(node, context);
    case 'member':
      return lowerMember(node, context);
    case 'list':
      return other('RowExpr', node.expressions);
    case 'array':
      return other('A_ArrayExpr', node.expressions);
    case 'array select':
      return { kind: 'subquery', form: 'array', query: lowerQuery(node.select, context), span };
    case 'case':
      return other('CaseExpr', [node.value, ...node.whens.flatMap((when) => [when.when, when.value]), node.else]);
    case 'arrayIndex':
      return lowerSubscript(node, context);
    case 'extract':
      return lowerExtract(node, context);
    case 'substring':
      return lowerSubstring(node, context);
    case 'overlay':
      return builtInCall('overlay', [node.value, node.placing, node.from, node.for], node, context);
    case 'parameter':
      return other('ParamRef', []);
    case 'default':
      return other('SetToDefault', []);
    default:
      throw new Unreadable(node.type);
  }
}

const pathOf = (table: package_.QName | undefined): readonly string[] => {
  if (table === undefined) return [];
  return table.schema === undefined ? [table.name] : [table.schema, table.name];
};

/** The package rounds numbers; the text knows better. It stays text where a JavaScript number would lose digits. */
function numberAt(node: package_.PGNode, context: TreeContext): number | string {
  const { start, end } = spanOf(node, context);
  return numberOf(context.text.slice(start, end));
}

export function numberOf(written: string): number | string {
  const digits = written.replace(/\D/g, '').replace(/^0+/, '');
  return digits.length <= 15 ? Number(written) : written;
}

function lowerCast(node: ExprOf<'cast'>, context: TreeContext): Expression {
  const [operand] = operandsInOrder(node, [node.operand], context);
  if (operand === undefined) throw new Unreadable('cast');
  const type = castType(node, context);
  return { kind: 'cast', operand: lowerExpression(operand, context), type, span: spanOf(node, context) };
}

function lowerSubscript(node: ExprOf<'arrayIndex'>, context: TreeContext): Expression {
  const index = lowerExpression(node.index, context);
  const array = lowerExpression(node.array, context);
  // `a[1][2]` has its subscripts side by side.
  const isSame = node.array.type === 'arrayIndex' && !isParenthesised(node.array, context);
  const before = isSame && array.kind === 'other' ? array.parts : [array];
  return { kind: 'other', tag: 'A_Indirection', parts: [...before, index], span: spanOf(node, context) };
}
