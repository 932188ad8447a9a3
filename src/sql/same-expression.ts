import type { Expression } from './expression.js';

/** Written the same but for white space, casts around the whole and the two spellings of the present time. */
export const isSameExpression = (a: Expression, b: Expression): boolean => shapeOf(a) === shapeOf(b);

function shapeOf(expression: Expression): string {
  if (expression.kind === 'cast') return shapeOf(expression.operand);
  const isNow = expression.kind === 'call' && ['now', 'current_timestamp'].includes(expression.name.name);
  return isNow ? 'now()' : JSON.stringify(expression, (key, value) => (key === 'span' ? undefined : value));
}
