import type * as package_ from 'pgsql-ast-parser';
import type { Expression, RelationReference } from '../expression.js';
import { type QueryParts, queryParts } from '../gathered-query.js';
import { lowerExpression, lowerExpressions } from './lower-expression.js';
import { followsBracket, type TreeContext } from './package-tree.js';
import { gatherFrom, gatherSubselect, gatherWith, relationReference } from './query-parts.js';
import { Unreadable } from './tokens.js';

export type Dml = package_.InsertStatement | package_.UpdateStatement | package_.DeleteStatement;

export const isDml = (node: package_.Statement): node is Dml =>
  node.type === 'insert' || node.type === 'update' || node.type === 'delete';

/** What an INSERT, UPDATE or DELETE reads and writes. */
export interface DmlParts {
  readonly node: Dml;
  readonly reads: readonly RelationReference[];
  readonly modifies: readonly RelationReference[];
  /** Every expression in it, `where` too. */
  readonly expressions: readonly Expression[];
  readonly where?: Expression | undefined;
  /** A query of it locks the rows that it reads. */
  readonly locking: boolean;
}

/** The parts of a statement that stands alone, with or without WITH; absent where it is a query. */
export function dmlParts(statement: package_.Statement, outer: TreeContext): DmlParts | undefined {
  const isWith = statement.type === 'with' || statement.type === 'with recursive';
  const node = isWith ? statement.in : statement;
  if (!isDml(node)) return undefined;
  const parts = queryParts();
  const context = isWith ? gatherWith(statement, parts, outer) : outer;
  gatherBody(node, parts, context);
  const where = whereOf(node, context);
  const expressions = [...parts.expressions, ...(where ? [where] : [])];
  return { node, reads: parts.relations, modifies: parts.modifies, expressions, where, locking: parts.locking };
}

/** The parts of a data-changing WITH query go to the query around it. Returns what it writes. */
export function gatherDml(node: Dml, parts: QueryParts, context: TreeContext): RelationReference {
  gatherBody(node, parts, context);
  const where = whereOf(node, context);
  if (where) parts.expressions.push(where);
  return relationReference(targetOf(node), context);
}

export const targetOf = (node: Dml): package_.QNameAliased => {
  if (node.type === 'insert') return node.into;
  return node.type === 'update' ? node.table : node.from;
};

const whereOf = (node: Dml, context: TreeContext): Expression | undefined =>
  node.type !== 'insert' && node.where ? lowerExpression(node.where, context) : undefined;

/** All but WITH and the condition of UPDATE and DELETE. */
function gatherBody(node: Dml, parts: QueryParts, context: TreeContext): void {
  if (node.type === 'update' && node.from) gatherFrom(node.from, parts, context);
  if (node.type === 'insert' && node.insert) gatherSubselect(node.insert, parts, context);
  const values = node.type === 'update' ? assignedValues(node.sets, context) : [];
  const returned = (node.returning ?? []).map((column) => column.expr);
  const conflict = node.type === 'insert' && node.onConflict ? conflictExpressions(node.onConflict, context) : [];
  parts.expressions.push(...lowerExpressions([...values, ...conflict, ...returned], context));
}

/** The package takes `(a, b) = (1, 2)` apart, which PostgreSQL keeps as one row. */
function assignedValues(sets: readonly package_.SetStatement[], context: TreeContext): readonly package_.Expr[] {
  if (sets.some((set) => followsBracket(set.column, context))) throw new Unreadable('assignment of a row');
  return sets.map((set) => set.value);
}

function conflictExpressions(
  { on, do: action, where }: package_.OnConflictAction,
  context: TreeContext,
): readonly package_.Expr[] {
  const keys = on?.type === 'on expr' ? on.exprs.filter((key) => key.type !== 'ref') : [];
  const values = action === 'do nothing' ? [] : assignedValues(action.sets, context);
  return [...keys, ...values, ...(where ? [where] : [])];
}
