import type { Expression } from './expression.js';

const sameConstant = (a: Expression | undefined, b: Expression | undefined): boolean =>
  a?.kind === 'constant' && b?.kind === 'constant' && a.value !== null && a.value === b.value;

/** False for every row: `false`, `NOT true`. */
export const isAlwaysFalse = (expression: Expression): boolean =>
  (expression.kind === 'constant' && expression.value === false) ||
  (expression.kind === 'not' && expression.operands.every(isAlwaysTrue));

/** True for every row, whatever is in it: `true`, `1 = 1`, `'t'::boolean`, `NOT false`, `x OR true`. */
export function isAlwaysTrue(expression: Expression): boolean {
  switch (expression.kind) {
    case 'constant':
      return expression.value === true;
    case 'cast':
      return (
        isAlwaysTrue(expression.operand) ||
        (expression.type.name === 'bool' &&
          expression.operand.kind === 'constant' &&
          /^(t|true|y|yes|on|1)$/i.test(String(expression.operand.value)))
      );
    case 'operator':
      return expression.operator === '=' && sameConstant(expression.operands[0], expression.operands[1]);
    case 'and':
      return expression.operands.every(isAlwaysTrue);
    case 'or':
      return expression.operands.some(isAlwaysTrue);
    case 'not':
      return expression.operands.every(isAlwaysFalse);
    default:
      return false;
  }
}
