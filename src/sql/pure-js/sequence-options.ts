import type { SequenceOptions } from '../operation.js';
import type { TokenReader } from './token-reader.js';
import { Unreadable } from './tokens.js';
import { readTypeName } from './type-name.js';

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

const clauses = [
  'as',
  'increment by',
  'increment',
  'minvalue',
  'no minvalue',
  'maxvalue',
  'no maxvalue',
  'start with',
  'start',
  'cache',
  'cycle',
  'no cycle',
  'restart with',
  'restart',
  'owned by',
] as const;

/** NO MINVALUE and NO MAXVALUE ask for the default and are left out. */
export function readSequenceOptions(reader: TokenReader): SequenceOptions {
  const options: Mutable<SequenceOptions> = {};
  for (;;) {
    const clause = reader.takeOneOf(clauses);
    if (clause === undefined) return options;
    readClause(reader, clause, options);
  }
}

function readClause(reader: TokenReader, clause: (typeof clauses)[number], options: Mutable<SequenceOptions>): void {
  switch (clause) {
    case 'as':
      options.type = readTypeName(reader);
      break;
    case 'increment by':
    case 'increment':
      options.increment = readNumber(reader);
      break;
    case 'minvalue':
      options.minValue = readNumber(reader);
      break;
    case 'maxvalue':
      options.maxValue = readNumber(reader);
      break;
    case 'start with':
    case 'start':
      options.start = readNumber(reader);
      break;
    case 'cache':
      options.cache = readNumber(reader);
      break;
    case 'cycle':
    case 'no cycle':
      options.cycle = clause === 'cycle';
      break;
    case 'restart with':
      options.restart = readNumber(reader);
      break;
    case 'restart':
      options.restart = reader.peek()?.kind === 'number' ? readNumber(reader) : '';
      break;
    case 'owned by':
      options.ownedBy = readOwner(reader);
      break;
    default:
      break;
  }
}

function readNumber(reader: TokenReader): string {
  const sign = reader.take('-') ? '-' : '';
  const token = reader.next();
  if (token.kind !== 'number') throw new Unreadable('expected a number');
  return sign + token.text;
}

function readOwner(reader: TokenReader): SequenceOptions['ownedBy'] {
  if (reader.take('none')) return null;
  const parts = [reader.name()];
  while (reader.take('.')) parts.push(reader.namePart());
  const column = parts.at(-1);
  const name = parts.at(-2);
  const schema = parts.at(-3);
  if (column === undefined || name === undefined || parts.length > 3) throw new Unreadable('expected a column');
  return { table: schema === undefined ? { name } : { schema, name }, column };
}
