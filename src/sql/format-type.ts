import { quoteIdentifier, quoteName } from '../core/name.js';
import { ownValue } from '../core/own-value.js';
import type { TypeName } from './expression.js';

// The SQL words for built-in types whose own names differ from what people write.
const words: Readonly<Record<string, string>> = {
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  float4: 'real',
  float8: 'double precision',
  bool: 'boolean',
  varbit: 'bit varying',
};

// Grammar keywords that are types: as names they must not be quoted.
const keywords = new Set(['varchar', 'bit', 'numeric', 'interval', 'time', 'timestamp']);

/** A type as SQL text: `varchar(50)`, `numeric(10,2)`, `timestamptz`, `integer`, `public.mood[]`. */
export function formatType(type: TypeName): string {
  const modifiers = type.modifierTexts ?? type.modifiers.map(String);
  const inBrackets = modifiers.length > 0 ? `(${modifiers.join(',')})` : '';
  const prefix = type.setof ? 'SETOF ' : '';
  const suffix = type.percentType ? '%TYPE' : '[]'.repeat(type.arrayDimensions);
  return `${prefix}${baseName(type)}${inBrackets}${suffix}`;
}

function baseName(type: TypeName): string {
  if (type.schema !== undefined) return quoteName(type);
  if (type.name === 'bpchar') return type.modifiers.length > 0 ? 'char' : 'bpchar';
  return ownValue(words, type.name) ?? (keywords.has(type.name) ? type.name : quoteIdentifier(type.name));
}
