import type { Routine } from '../catalog/model.js';
import { quoteName } from '../core/name.js';
import { formatType } from '../sql/format-type.js';

/** `f(integer, text)`: how ALTER, GRANT and DROP name a routine, by its input arguments. */
export function routineSignature(routine: Routine): string {
  const inputs = routine.arguments.filter(({ mode }) => mode !== 'out' && mode !== 'table');
  return `${quoteName(routine.name)}(${inputs.map(({ type }) => formatType(type)).join(', ')})`;
}

/** `ALTER FUNCTION f(integer) SET …;` */
export const alterRoutine = (routine: Routine, change: string): string =>
  `ALTER ${routine.objectType.toUpperCase()} ${routineSignature(routine)} ${change};`;
