import { formatQualified } from '../core/name.js';
import type { TypeName } from '../sql/expression.js';
import type { FunctionArgument } from '../sql/operation.js';
import type { Routine } from './model.js';

const isInput = ({ mode }: FunctionArgument): boolean => mode === 'in' || mode === 'inout' || mode === 'variadic';

// Modifiers do not count in a signature.
const typeText = ({ schema, name, arrayDimensions }: TypeName): string =>
  (schema === undefined || schema === 'pg_catalog' ? name : formatQualified({ schema, name })) +
  '[]'.repeat(Math.min(arrayDimensions, 1));

/** The input types, which tell overloads apart: `int4,text[]`. */
export const signatureOf = (args: readonly FunctionArgument[]): string =>
  args
    .filter(isInput)
    .map(({ type }) => typeText(type))
    .join(',');

const sameType = (a: TypeName, b: TypeName): boolean =>
  a.name === b.name &&
  Math.min(a.arrayDimensions, 1) === Math.min(b.arrayDimensions, 1) &&
  (a.schema === undefined || b.schema === undefined || a.schema === b.schema);

const sameTypes = (a: readonly TypeName[], b: readonly TypeName[]): boolean =>
  a.length === b.length &&
  a.every((type, index) => {
    const other = b[index];
    return other !== undefined && sameType(type, other);
  });

/** `types` absent: the statement named none, so that any overload is meant. Procedures may list OUT types too. */
export function matchesArguments(routine: Routine, types: readonly TypeName[] | undefined): boolean {
  if (types === undefined) return true;
  const inputs = routine.arguments.filter(isInput).map(({ type }) => type);
  if (sameTypes(inputs, types)) return true;
  const all = routine.arguments.filter(({ mode }) => mode !== 'table').map(({ type }) => type);
  return routine.objectType === 'procedure' && sameTypes(all, types);
}

export const sameSignature = (routine: Routine, args: readonly FunctionArgument[]): boolean =>
  matchesArguments(
    routine,
    args.filter(isInput).map(({ type }) => type),
  );
