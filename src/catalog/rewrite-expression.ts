import type { WrittenName } from '../core/name.js';
import type { ColumnReference, Expression, Query, RelationReference, TypeName } from '../sql/expression.js';
import { type Scope, sourcesOf } from './column-uses.js';
import type { Store } from './store.js';

/** What becomes of the names in an expression; each returns its argument where nothing changes. */
export interface Rewrite {
  readonly column?: (reference: ColumnReference, scope: Scope) => ColumnReference;
  readonly relation?: (reference: RelationReference) => RelationReference;
  readonly routine?: (name: WrittenName) => WrittenName;
  readonly type?: (type: TypeName) => TypeName;
  /** Names inside text constants: `nextval('users_id_seq')`. */
  readonly sequenceText?: (text: string) => string;
}

/** The list itself where no item changed, so that what is known about its expressions stays known. */
export function mapSame<Item>(items: readonly Item[], change: (item: Item) => Item): readonly Item[] {
  let changed = false;
  const mapped = items.map((item) => {
    const next = change(item);
    if (next !== item) changed = true;
    return next;
  });
  return changed ? mapped : items;
}

export function rewriteExpression(store: Store, expression: Expression, scope: Scope, rewrite: Rewrite): Expression {
  const inner = (part: Expression): Expression => rewriteExpression(store, part, scope, rewrite);
  switch (expression.kind) {
    case 'constant':
      return expression;
    case 'column':
      return rewrite.column?.(expression, scope) ?? expression;
    case 'call': {
      const name = rewrite.routine?.(expression.name) ?? expression.name;
      const args = mapSame(rewriteSequence(expression, rewrite), inner);
      return name === expression.name && args === expression.arguments
        ? expression
        : { ...expression, name, arguments: args };
    }
    case 'cast': {
      const type = rewrite.type?.(expression.type) ?? expression.type;
      const operand = inner(expression.operand);
      return type === expression.type && operand === expression.operand ? expression : { ...expression, type, operand };
    }
    case 'nullTest': {
      const operand = inner(expression.operand);
      return operand === expression.operand ? expression : { ...expression, operand };
    }
    case 'operator':
    case 'and':
    case 'or':
    case 'not': {
      const operands = mapSame(expression.operands, inner);
      return operands === expression.operands ? expression : { ...expression, operands };
    }
    case 'other': {
      const parts = mapSame(expression.parts, inner);
      return parts === expression.parts ? expression : { ...expression, parts };
    }
    case 'subquery': {
      const query = rewriteQuery(store, expression.query, scope, rewrite);
      const operand = expression.operand && inner(expression.operand);
      return query === expression.query && operand === expression.operand
        ? expression
        : { ...expression, query, operand };
    }
  }
}

function rewriteSequence(call: Extract<Expression, { kind: 'call' }>, rewrite: Rewrite): readonly Expression[] {
  const { sequenceText } = rewrite;
  if (sequenceText === undefined || !/^(nextval|currval|setval)$/.test(call.name.name)) return call.arguments;
  const change = (expression: Expression): Expression => {
    if (expression.kind === 'cast') {
      const operand = change(expression.operand);
      return operand === expression.operand ? expression : { ...expression, operand };
    }
    if (expression.kind !== 'constant' || typeof expression.value !== 'string') return expression;
    const value = sequenceText(expression.value);
    return value === expression.value ? expression : { ...expression, value };
  };
  return mapSame(call.arguments, change);
}

export function rewriteQuery(store: Store, query: Query, outer: Scope, rewrite: Rewrite): Query {
  const scope: Scope = [sourcesOf(store, query.relations), ...outer];
  const inner = (part: Expression): Expression => rewriteExpression(store, part, scope, rewrite);
  const relations = mapSame(query.relations, (reference) => rewrite.relation?.(reference) ?? reference);
  const columns = mapSame(query.columns, (column) => {
    const expression = inner(column.expression);
    return expression === column.expression ? column : { ...column, expression };
  });
  const where = query.where && inner(query.where);
  const expressions = mapSame(query.expressions, inner);
  const same =
    relations === query.relations &&
    columns === query.columns &&
    where === query.where &&
    expressions === query.expressions;
  return same ? query : { ...query, relations, columns, where, expressions };
}
