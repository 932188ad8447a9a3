import type { Options } from '../operation.js';
import { isPlainString, type TokenReader } from './token-reader.js';
import { Unreadable } from './tokens.js';

/** `(fillfactor = 70, autovacuum_enabled)`: a bare option is `true`. */
export function readOptions(reader: TokenReader): Options {
  return Object.fromEntries(
    reader.parenthesised(() =>
      reader.list(() => {
        const name = readOptionName(reader);
        return [name, reader.take('=') ? readScalar(reader) : 'true'];
      }),
    ),
  );
}

/** A list of option names, as RESET has it. */
export const readOptionNames = (reader: TokenReader): readonly string[] =>
  reader.parenthesised(() => reader.list(() => readOptionName(reader)));

function readOptionName(reader: TokenReader): string {
  const first = reader.namePart();
  return (reader.take('.') ? `${first}.${reader.namePart()}` : first).toLowerCase();
}

/** A number, a string or a word, as text. */
export function readScalar(reader: TokenReader): string {
  const sign = reader.take('-') ? '-' : '';
  const token = reader.next();
  if (token.kind === 'number') return sign + token.text;
  if (sign !== '') throw new Unreadable('expected a number');
  if (token.kind === 'word' || token.kind === 'quoted') return token.text;
  if (token.kind === 'string' && isPlainString(token)) return token.text;
  throw new Unreadable('expected a value');
}
