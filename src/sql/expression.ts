import type { WrittenName } from '../core/name.js';
import type { Span } from '../core/span.js';

/**
 * A type as it was written. `name` is PostgreSQL's own short name for built-in types (`int4`, `int8`, `varchar`,
 * `bpchar`, `timestamptz`, `bool`, `float8`, `numeric`, …); `serial`, `bigserial` and `smallserial` stay as they are.
 */
export interface TypeName extends WrittenName {
  /** `numeric(10,2)` → `[10, 2]`; `timestamp(3)` → `[3]`. */
  readonly modifiers: readonly number[];
  /** All modifiers as written, where one is no whole number: `geometry(Point,4326)` → `['point', '4326']`. */
  readonly modifierTexts?: readonly string[] | undefined;
  readonly arrayDimensions: number;
  /** `users.id%TYPE`. */
  readonly percentType: boolean;
  readonly setof: boolean;
  readonly span: Span;
}

/** An SQL expression, as much of it as checks need. Whatever has no shape of its own is `other` with its parts. */
export type Expression =
  | Constant
  | ColumnReference
  | FunctionCall
  | Cast
  | OperatorCall
  | BooleanCombination
  | NullTest
  | Subquery
  | OtherExpression;

interface Node<Kind extends string> {
  readonly kind: Kind;
  readonly span: Span;
}

export interface Constant extends Node<'constant'> {
  /** Numbers that do not fit a JavaScript number stay text. */
  readonly value: string | number | boolean | null;
}

export interface ColumnReference extends Node<'column'> {
  /** `['t', 'id']`; a `*` is the string `*`. */
  readonly path: readonly string[];
}

/** Also `CURRENT_USER`, `CURRENT_TIMESTAMP`, `COALESCE`, `GREATEST`, … under their lower-case names. */
export interface FunctionCall extends Node<'call'> {
  readonly name: WrittenName;
  readonly arguments: readonly Expression[];
  /** An aggregate or window call. */
  readonly window: boolean;
}

export interface Cast extends Node<'cast'> {
  readonly operand: Expression;
  readonly type: TypeName;
}

/** `a = b`, `a IN (…)` (operator `IN`), `a LIKE b`, `a BETWEEN b AND c`, `a IS DISTINCT FROM b`, … */
export interface OperatorCall extends Node<'operator'> {
  readonly operator: string;
  readonly operands: readonly Expression[];
}

export interface BooleanCombination extends Node<'and' | 'or' | 'not'> {
  readonly operands: readonly Expression[];
}

export interface NullTest extends Node<'nullTest'> {
  readonly operand: Expression;
  readonly negated: boolean;
}

export interface Subquery extends Node<'subquery'> {
  readonly form: 'exists' | 'any' | 'all' | 'scalar' | 'array';
  /** The left side of `x IN (SELECT …)`. */
  readonly operand?: Expression | undefined;
  readonly query: Query;
}

export interface OtherExpression extends Node<'other'> {
  /** The parser's own word, for logs only. */
  readonly tag: string;
  readonly parts: readonly Expression[];
}

export interface RelationReference extends WrittenName {
  readonly alias?: string | undefined;
  readonly span: Span;
}

/** One output column of a query. */
export interface OutputColumn {
  /** Absent where only the server knows it (`*`). */
  readonly name?: string | undefined;
  readonly expression: Expression;
}

/** A `SELECT`, `VALUES` or set operation, flattened to what checks ask about. */
export interface Query {
  readonly span: Span;
  /** Relations named in `FROM`, also in joins, in sub-selects of `FROM`, in CTEs and in the arms of set operations; not the CTE names. */
  readonly relations: readonly RelationReference[];
  readonly columns: readonly OutputColumn[];
  readonly where?: Expression | undefined;
  /** Every other expression: join conditions, grouping, having, ordering, limits, CTE parts. */
  readonly expressions: readonly Expression[];
  /** `FOR UPDATE`, `FOR SHARE` and their kin. */
  readonly locking: boolean;
  readonly hasLimit: boolean;
  /** `INSERT`, `UPDATE` or `DELETE` inside `WITH`. */
  readonly modifies: readonly RelationReference[];
}

/** Names that a body or a query speaks of, without knowing which of them exist. */
export interface References {
  readonly relations: readonly WrittenName[];
  readonly functions: readonly WrittenName[];
  readonly types: readonly WrittenName[];
  /** Column names, unqualified. */
  readonly columns: readonly string[];
  /** The body runs SQL that it puts together at run time. */
  readonly dynamic: boolean;
  /** Those of the relations that the statements of an SQL body write to. Absent where there is none. */
  readonly modifies?: readonly WrittenName[] | undefined;
}

/** The direct parts of an expression; a sub-query's own expressions are among them. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'constant':
    case 'column':
      return [];
    case 'call':
      return expression.arguments;
    case 'cast':
    case 'nullTest':
      return [expression.operand];
    case 'operator':
    case 'and':
    case 'or':
    case 'not':
      return expression.operands;
    case 'other':
      return expression.parts;
    case 'subquery':
      return [...(expression.operand ? [expression.operand] : []), ...expressionsOf(expression.query)];
  }
}

export const expressionsOf = (query: Query): readonly Expression[] => [
  ...query.columns.map((column) => column.expression),
  ...(query.where ? [query.where] : []),
  ...query.expressions,
];

/** The expression and everything in it, outermost first. */
export function* walk(expression: Expression): Generator<Expression> {
  yield expression;
  for (const part of partsOf(expression)) yield* walk(part);
}
