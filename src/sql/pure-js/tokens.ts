import type { Span } from '../../core/span.js';
import { type Token as RawToken, tokens as rawTokens } from '../tokens.js';
import { truncateName } from './identifiers.js';

export type TokenKind = 'word' | 'quoted' | 'string' | 'number' | 'operator' | 'punctuation' | 'parameter';

/** One token of a statement, decoded as far as a reader asks. */
export interface Token extends Span {
  readonly kind: TokenKind;
  /** Words folded to lower case, quoted names and strings without quotes and doubling, the rest as written. */
  readonly text: string;
  /** Of a string: its prefix or dollar quote in lower case; `continued` for one that goes on in a second pair of quotes. */
  readonly prefix: string;
  /** Of a string: what stands between its quotes. */
  readonly inner: Span;
}

/** The text cannot be read as what the caller expected; the statement is then an unknown operation. */
export class Unreadable extends Error {}

const kinds: Readonly<Partial<Record<RawToken['kind'], TokenKind>>> = {
  word: 'word',
  number: 'number',
  operator: 'operator',
  parameter: 'parameter',
  punctuation: 'punctuation',
};

/** PostgreSQL folds the letters A to Z; others depend on the server's locale and stay. */
const foldCase = (word: string): string => word.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

function decodeString(text: string, { start, end }: Span): Token {
  const open = text.indexOf("'", start);
  const inner = { start: open + 1, end: end - 1 };
  const pairs = text.slice(inner.start, inner.end).replaceAll("''", '\u0000');
  const continued = !text.slice(start, open).toLowerCase().startsWith('e') && pairs.includes("'");
  const prefix = continued ? 'continued' : text.slice(start, open).toLowerCase();
  return { kind: 'string', text: pairs.replaceAll('\u0000', "'"), prefix, inner, start, end };
}

function decodeDollarString(text: string, { start, end }: Span): Token {
  const prefix = text.slice(start, text.indexOf('$', start + 1) + 1);
  const inner = { start: start + prefix.length, end: end - prefix.length };
  return { kind: 'string', text: text.slice(inner.start, inner.end), prefix, inner, start, end };
}

function decode(text: string, token: RawToken): Token {
  if (!token.terminated) throw new Unreadable('unterminated token');
  if (token.kind === 'string') return decodeString(text, token);
  if (token.kind === 'dollarString') return decodeDollarString(text, token);
  const span = { start: token.start, end: token.end };
  const written = text.slice(token.start, token.end);
  if (token.kind === 'quotedIdentifier') {
    if (!written.startsWith('"')) throw new Unreadable('Unicode escapes in a name');
    return {
      kind: 'quoted',
      text: truncateName(written.slice(1, -1).replaceAll('""', '"')),
      prefix: '',
      inner: span,
      ...span,
    };
  }
  const kind = kinds[token.kind];
  if (kind === undefined) throw new Unreadable(`unexpected ${token.kind}`);
  return { kind, text: kind === 'word' ? truncateName(foldCase(written)) : written, prefix: '', inner: span, ...span };
}

/** The tokens of `text.slice(from, to)`, one by one; offsets count in `text`. Throws `Unreadable` for an unterminated one. */
export function* decodedTokens(text: string, from: number, to: number): Generator<Token, undefined> {
  for (const token of rawTokens(text, from, to)) yield decode(text, token);
}

export const tokenize = (text: string, from: number, to: number): readonly Token[] => [
  ...decodedTokens(text, from, to),
];
