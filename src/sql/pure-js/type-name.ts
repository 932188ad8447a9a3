import type { TypeName } from '../expression.js';
import { usualSerialName } from '../serial-types.js';
import type { TokenReader } from './token-reader.js';
import { Unreadable } from './tokens.js';

type Base = Pick<TypeName, 'schema' | 'name' | 'modifiers' | 'modifierTexts'>;

/** Spellings of the SQL standard, longest first, and the short names that PostgreSQL's own grammar gives them. */
const builtIns: Readonly<Record<string, string>> = {
  'double precision': 'float8',
  'national character varying': 'varchar',
  'national char varying': 'varchar',
  'national character': 'bpchar',
  'national char': 'bpchar',
  'nchar varying': 'varchar',
  'character varying': 'varchar',
  'char varying': 'varchar',
  'bit varying': 'varbit',
  character: 'bpchar',
  nchar: 'bpchar',
  varchar: 'varchar',
  char: 'bpchar',
  bit: 'bit',
  int: 'int4',
  integer: 'int4',
  smallint: 'int2',
  bigint: 'int8',
  real: 'float4',
  decimal: 'numeric',
  dec: 'numeric',
  numeric: 'numeric',
  boolean: 'bool',
};
const spellings = Object.keys(builtIns);

/** `char` without a length is one character long. */
const defaultLength: Readonly<Record<string, readonly number[]>> = { bpchar: [1], bit: [1] };

export function readTypeName(reader: TokenReader): TypeName {
  const start = reader.position;
  const setof = reader.take('setof');
  const base = readBuiltIn(reader) ?? readNamed(reader);
  const percentType = reader.take('%', 'type');
  const arrayDimensions = readDimensions(reader);
  return { ...base, percentType, setof, arrayDimensions, span: reader.spanFrom(start) };
}

function readBuiltIn(reader: TokenReader): Base | undefined {
  if (reader.peek()?.kind !== 'word' || reader.peek(1)?.text === '.') return undefined;
  const time = reader.takeOneOf(['timestamp', 'time']);
  if (time !== undefined) return readTime(reader, time);
  if (reader.take('interval')) return readInterval(reader);
  if (reader.take('float')) return readFloat(reader);
  const spelling = reader.takeOneOf(spellings);
  if (spelling === undefined) return undefined;
  const name = builtIns[spelling] ?? spelling;
  const modifiers = readModifiers(reader);
  return { name, modifiers: modifiers.length > 0 ? modifiers : (defaultLength[name] ?? []) };
}

function readTime(reader: TokenReader, word: string): Base {
  const modifiers = readModifiers(reader);
  const zoned = reader.takeOneOf(['with time zone', 'without time zone']) === 'with time zone';
  return { name: zoned ? `${word}tz` : word, modifiers };
}

function readInterval(reader: TokenReader): Base {
  while (reader.takeOneOf(['year', 'month', 'day', 'hour', 'minute', 'second', 'to']) !== undefined) {}
  return { name: 'interval', modifiers: readModifiers(reader) };
}

function readFloat(reader: TokenReader): Base {
  const [precision = 53] = readModifiers(reader);
  return { name: precision <= 24 ? 'float4' : 'float8', modifiers: [] };
}

function readNamed(reader: TokenReader): Base {
  const first = reader.name();
  if (!reader.take('.')) return { name: usualSerialName(first), ...readNamedModifiers(reader) };
  const second = reader.namePart();
  if (reader.take('.')) return { schema: second, name: reader.namePart(), modifiers: [] };
  return { ...(first === 'pg_catalog' ? {} : { schema: first }), name: second, ...readNamedModifiers(reader) };
}

function readModifiers(reader: TokenReader): readonly number[] {
  const { modifiers, modifierTexts } = readNamedModifiers(reader);
  if (modifierTexts !== undefined) throw new Unreadable('type modifier');
  return modifiers;
}

/** Numbers, and words as `geometry(Point, 4326)` has them. */
function readNamedModifiers(reader: TokenReader): Pick<TypeName, 'modifiers' | 'modifierTexts'> {
  if (!reader.at('(')) return { modifiers: [] };
  const texts = reader.parenthesised(() => reader.list(() => readModifier(reader)));
  const modifiers = texts.filter((text) => /^-?\d+$/.test(text)).map(Number);
  return { modifiers, ...(modifiers.length === texts.length ? {} : { modifierTexts: texts }) };
}

function readModifier(reader: TokenReader): string {
  const sign = reader.take('-') ? '-' : '';
  const token = reader.next();
  if (!['number', 'word', 'string', 'quoted'].includes(token.kind)) throw new Unreadable('type modifier');
  return sign + token.text;
}

function readDimensions(reader: TokenReader): number {
  let dimensions = 0;
  if (reader.take('array')) {
    dimensions = 1;
    if (reader.take('[')) closeDimension(reader);
    return dimensions;
  }
  for (; reader.take('['); dimensions += 1) closeDimension(reader);
  return dimensions;
}

function closeDimension(reader: TokenReader): void {
  if (reader.peek()?.kind === 'number') reader.next();
  reader.expect(']');
}
