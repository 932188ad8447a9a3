import type { Routine } from '../catalog/model.js';
import { formatName } from '../core/name.js';
import { type FunctionCall, type TypeName, walk } from '../sql/expression.js';
import { formatType } from '../sql/format-type.js';
import type { CreateFunction, FunctionArgument, Operation } from '../sql/operation.js';
import type { CertainError } from './effects.js';
import type { EffectsEnvironment } from './environment.js';
import { expressionsIn } from './operation-expressions.js';

const inputs = (args: readonly FunctionArgument[]): readonly FunctionArgument[] =>
  args.filter(({ mode }) => mode === 'in' || mode === 'inout' || mode === 'variadic');

const isSameType = (a: TypeName, b: TypeName): boolean =>
  a.name === b.name && a.arrayDimensions > 0 === b.arrayDimensions > 0 && a.setof === b.setof;

/** As many arguments, of the same types one by one: `count` of them, or all. */
function hasSameInputs(a: readonly FunctionArgument[], b: readonly FunctionArgument[], count?: number): boolean {
  const [left, right] = [inputs(a).slice(0, count), inputs(b).slice(0, count)];
  return left.length === right.length && left.every((arg, at) => isSameArgument(arg, right[at]));
}

const isSameArgument = (a: FunctionArgument, b: FunctionArgument | undefined): boolean =>
  b !== undefined && isSameType(a.type, b.type);

const overloads = (name: CreateFunction['function'], { catalog }: EffectsEnvironment): readonly Routine[] => {
  const found = catalog.routines(name);
  return typeof found === 'string' ? [] : found;
};

export function createFunctionErrors(op: CreateFunction, env: EffectsEnvironment): readonly CertainError[] {
  const old = overloads(op.function, env).find((routine) => hasSameInputs(routine.arguments, op.arguments));
  if (old === undefined) return [];
  if (!op.orReplace) {
    const types = inputs(op.arguments).map(({ type }) => formatType(type));
    const message = `function "${formatName(op.function)}" already exists with same argument types`;
    return types.some((type) => type === '') ? [] : [{ sqlstate: '42723', message }];
  }
  return replaceErrors(op, old);
}

function replaceErrors(op: CreateFunction, old: Routine): readonly CertainError[] {
  if (op.returns !== undefined && old.returns !== undefined && !isSameType(op.returns, old.returns)) {
    return [{ sqlstate: '42P13', message: 'cannot change return type of existing function' }];
  }
  const before = inputs(old.arguments);
  const [rowBefore, rowAfter] = [outputRow(old.arguments), outputRow(op.arguments)];
  if (rowBefore !== rowAfter && rowBefore.includes(',') && rowAfter.includes(',')) {
    return [{ sqlstate: '42P13', message: 'cannot change return type of existing function' }];
  }
  const renamed = inputs(op.arguments).findIndex(
    ({ name }, at) => before[at]?.name !== undefined && before[at]?.name !== name,
  );
  if (inputs(op.arguments).some((arg, at) => before[at]?.default !== undefined && arg.default === undefined)) {
    return [{ sqlstate: '42P13', message: 'cannot remove parameter defaults from existing function' }];
  }
  return renamed < 0
    ? []
    : [{ sqlstate: '42P13', message: `cannot change name of input parameter "${before[renamed]?.name ?? ''}"` }];
}

/** The names and types of the columns that a function gives, where it gives several: `id int4,title text`. */
const outputRow = (args: readonly FunctionArgument[]): string =>
  args
    .filter(({ mode }) => mode === 'out' || mode === 'inout' || mode === 'table')
    .map(({ name, type }) => `${name ?? ''} ${type.name}${type.arrayDimensions > 0 ? '[]' : ''}`)
    .join(',');

/** A call that two overloads fit equally well, one of them by its defaults. */
export function ambiguousCallErrors(op: Operation, env: EffectsEnvironment): readonly CertainError[] {
  return expressionsIn(op).flatMap((expression) =>
    [...walk(expression)].flatMap((part) =>
      part.kind === 'call' && isAmbiguous(part, env) ? [notUnique(part, env)] : [],
    ),
  );
}

const fitting = (call: FunctionCall, env: EffectsEnvironment): readonly Routine[] =>
  overloads(call.name, env).filter(({ arguments: args }) => {
    const all = inputs(args);
    const required = all.filter((arg) => arg.default === undefined && arg.mode !== 'variadic').length;
    return call.arguments.length >= required && call.arguments.length <= all.length;
  });

function isAmbiguous(call: FunctionCall, env: EffectsEnvironment): boolean {
  const [first, ...others] = fitting(call, env);
  return (
    first !== undefined &&
    others.some((other) => hasSameInputs(first.arguments, other.arguments, call.arguments.length))
  );
}

function notUnique(call: FunctionCall, env: EffectsEnvironment): CertainError {
  const args = inputs(fitting(call, env)[0]?.arguments ?? []).slice(0, call.arguments.length);
  const types = args.map(({ type }) => formatType(type)).join(', ');
  return { sqlstate: '42725', message: `function ${formatName(call.name)}(${types}) is not unique` };
}
