import type { Expression } from '../sql/expression.js';
import type { Relation } from './model.js';

/** What valid CHECK constraints say of a column, both ends included. */
export interface Bounds {
  readonly least: number;
  readonly most: number;
}

const lengthFunctions: ReadonlySet<string> = new Set(['length', 'char_length', 'character_length']);

/** The bounds of a number column. Infinite where no constraint says anything. */
export const provedRange = (relation: Relation, column: string): Bounds =>
  boundsOf(relation, (expression) => isColumn(expression, column));

/** The bounds of a text column's length in characters. */
export const provedLength = (relation: Relation, column: string): Bounds =>
  boundsOf(
    relation,
    (expression) =>
      expression.kind === 'call' &&
      lengthFunctions.has(expression.name.name) &&
      expression.arguments.some((argument) => isColumn(argument, column)),
  );

type Subject = (expression: Expression) => boolean;

function boundsOf({ constraints }: Relation, isSubject: Subject): Bounds {
  const bounds = [...constraints.values()].flatMap(({ definition, validated }) =>
    definition.type === 'check' && validated
      ? conjuncts(definition.expression).map((conjunct) => boundOf(conjunct, isSubject))
      : [],
  );
  return {
    least: Math.max(Number.NEGATIVE_INFINITY, ...bounds.map(({ least }) => least)),
    most: Math.min(Number.POSITIVE_INFINITY, ...bounds.map(({ most }) => most)),
  };
}

const conjuncts = (expression: Expression): readonly Expression[] =>
  expression.kind === 'and' ? expression.operands.flatMap(conjuncts) : [expression];

/** `x <= 3`, `3 >= x`, `x BETWEEN 1 AND 3`. Strict comparisons are taken as such of whole numbers. */
function boundOf(expression: Expression, isSubject: Subject): Bounds {
  const none = { least: Number.NEGATIVE_INFINITY, most: Number.POSITIVE_INFINITY };
  if (expression.kind !== 'operator') return none;
  const [left, right, third] = expression.operands;
  if (left === undefined || right === undefined) return none;
  if (expression.operator === 'BETWEEN' && isSubject(left)) {
    return { least: numberOf(right) ?? none.least, most: numberOf(third) ?? none.most };
  }
  const isFlipped = !isSubject(left) && isSubject(right);
  const value = numberOf(isFlipped ? left : right);
  if (value === undefined || !(isFlipped || isSubject(left))) return none;
  return comparison(isFlipped ? (mirrored[expression.operator] ?? '') : expression.operator, value) ?? none;
}

const mirrored: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '=': '=' };

function comparison(operator: string, value: number): Bounds | undefined {
  const [lowest, highest] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const bounds: Readonly<Record<string, Bounds>> = {
    '<': { least: lowest, most: value - 1 },
    '<=': { least: lowest, most: value },
    '>': { least: value + 1, most: highest },
    '>=': { least: value, most: highest },
    '=': { least: value, most: value },
  };
  return bounds[operator];
}

function isColumn(expression: Expression, column: string): boolean {
  if (expression.kind === 'cast') return isColumn(expression.operand, column);
  return expression.kind === 'column' && expression.path.at(-1) === column;
}

function numberOf(expression: Expression | undefined): number | undefined {
  if (expression?.kind === 'constant' && typeof expression.value === 'number') return expression.value;
  if (expression?.kind === 'operator' && expression.operator === '-' && expression.operands.length === 1) {
    const value = numberOf(expression.operands[0]);
    return value === undefined ? undefined : -value;
  }
  return undefined;
}
