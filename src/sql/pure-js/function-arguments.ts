import type { FunctionArgument } from '../operation.js';
import { readExpressionUntil } from './read-expression.js';
import type { TokenReader } from './token-reader.js';
import { Unreadable } from './tokens.js';
import { readTypeName } from './type-name.js';

const modes = ['in out', 'inout', 'in', 'out', 'variadic'] as const;

/** `(IN a integer DEFAULT 1, text, …)`, of a definition or of a reference. */
export function readArguments(reader: TokenReader): readonly FunctionArgument[] {
  reader.expect('(');
  const found = reader.at(')') ? [] : reader.list(() => readArgument(reader));
  reader.expect(')');
  return found;
}

function readArgument(reader: TokenReader): FunctionArgument {
  const before = reader.takeOneOf(modes);
  // `double precision` is a type and no name with a type, so that the reading without a name comes first.
  const argument = reader.attempt(() => readNameless(reader, before)) ?? readNamed(reader, before);
  const hasDefault = reader.take('default') || reader.take('=') || reader.take(':=');
  return { ...argument, default: hasDefault ? readExpressionUntil(reader, () => false) : undefined };
}

type Mode = (typeof modes)[number] | undefined;

const toMode = (mode: Mode): FunctionArgument['mode'] => (mode === 'in out' ? 'inout' : (mode ?? 'in'));

function readNameless(reader: TokenReader, mode: Mode): FunctionArgument {
  const type = readTypeName(reader);
  if (![',', ')', 'default', '=', ':='].some((sign) => reader.at(sign))) throw new Unreadable('a name');
  return { name: undefined, mode: toMode(mode), type };
}

function readNamed(reader: TokenReader, before: Mode): FunctionArgument {
  const name = reader.name();
  const mode = before ?? reader.takeOneOf(modes);
  return { name, mode: toMode(mode), type: readTypeName(reader) };
}
