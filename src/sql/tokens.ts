import type { Span } from '../core/span.js';

export type TokenKind =
  | 'word'
  | 'quotedIdentifier'
  | 'string'
  | 'dollarString'
  | 'number'
  | 'parameter'
  | 'operator'
  | 'punctuation'
  | 'lineComment'
  | 'blockComment'
  | 'backslash';

/** One token of SQL, as PostgreSQL's scanner cuts it. */
export interface Token extends Span {
  readonly kind: TokenKind;
  /** False for a string, identifier or block comment that runs to the end of the text. */
  readonly terminated: boolean;
}

// The classes of PostgreSQL's scan.l: every character from U+0080 on is a letter, and only these six are white space.
const whiteSpace = /[ \t\n\r\f\v]*/y;
const word = /[A-Za-z_\u0080-\uffff][A-Za-z0-9_$\u0080-\uffff]*/y;
const number =
  /(?:0[xX](?:_?[0-9A-Fa-f])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:\d(?:_?\d)*(?:\.(?!\.)(?:\d(?:_?\d)*)?)?|\.\d(?:_?\d)*)(?:[eE][+-]?\d(?:_?\d)*)?)/y;
const parameter = /\$\d+/y;
const dollarQuote = /\$(?:[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*)?\$/y;
// An operator ends where a comment begins.
const operator = /(?:(?!--|\/\*)[+\-*/<>=~!@#%^&|`?]){1,64}/y;
const colons = /::|:=|:/y;
const quoteOrBackslash = /['\\]/g;
const lineComment = /--[^\n\r]*/y;
const blockCommentMark = /\/\*|\*\//g;

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

const endOf = (found: RegExpExecArray): number => found.index + found[0].length;

/** The next place at or after `at` that is not white space. */
export function skipWhiteSpace(text: string, at: number): number {
  const found = match(whiteSpace, text, at);
  return found ? endOf(found) : at;
}

function blockComment(text: string, start: number): Token {
  let depth = 0;
  blockCommentMark.lastIndex = start;
  for (let found = blockCommentMark.exec(text); found; found = blockCommentMark.exec(text)) {
    depth += found[0] === '/*' ? 1 : -1;
    if (depth === 0) return { kind: 'blockComment', start, end: endOf(found), terminated: true };
  }
  return { kind: 'blockComment', start, end: text.length, terminated: false };
}

/** The place just after the quote that closes the one at `open`; `undefined` where none does. A doubled quote is content. */
function afterQuote(text: string, open: number): number | undefined {
  const quote = text[open] ?? '"';
  for (let at = text.indexOf(quote, open + 1); at >= 0; at = text.indexOf(quote, at + 2)) {
    if (text[at + 1] !== quote) return at + 1;
  }
  return undefined;
}

/** The same for `E'…'`, where a backslash takes the next character with it. */
function afterEscapedQuote(text: string, open: number): number | undefined {
  quoteOrBackslash.lastIndex = open + 1;
  for (let found = quoteOrBackslash.exec(text); found; found = quoteOrBackslash.exec(text)) {
    const at = found.index;
    if (found[0] === "'" && text[at + 1] !== "'") return at + 1;
    quoteOrBackslash.lastIndex = at + 2;
  }
  return undefined;
}

/** Where the string that ended at `end` goes on: at a quote behind white space that holds a newline. */
function continuedAt(text: string, end: number): number | undefined {
  let at = end;
  for (;;) {
    at = skipWhiteSpace(text, at);
    const comment = match(lineComment, text, at);
    if (!comment) break;
    at = endOf(comment);
  }
  return text[at] === "'" && /[\n\r]/.test(text.slice(end, at)) ? at : undefined;
}

function quoted(text: string, start: number, quote: number, escapes: boolean): Token {
  let end: number | undefined;
  for (let at: number | undefined = quote; at !== undefined; at = continuedAt(text, end)) {
    end = escapes ? afterEscapedQuote(text, at) : afterQuote(text, at);
    if (end === undefined) break;
  }
  return { kind: 'string', start, end: end ?? text.length, terminated: end !== undefined };
}

function identifier(text: string, start: number, quote: number): Token {
  const end = afterQuote(text, quote);
  return { kind: 'quotedIdentifier', start, end: end ?? text.length, terminated: end !== undefined };
}

function dollarString(text: string, start: number, tag: string): Token {
  const close = text.indexOf(tag, start + tag.length);
  return close < 0
    ? { kind: 'dollarString', start, end: text.length, terminated: false }
    : { kind: 'dollarString', start, end: close + tag.length, terminated: true };
}

function dollar(text: string, start: number): Token {
  const quote = match(dollarQuote, text, start);
  if (quote) return dollarString(text, start, quote[0]);
  const found = match(parameter, text, start);
  return found ? plain('parameter', found) : single(start);
}

/** `E'…'`, `U&"…"` and their kin, or a plain word. */
function wordOrPrefixed(text: string, start: number): Token {
  const first = text.charCodeAt(start) | 32;
  const next = text[start + 1];
  if (next === "'") {
    if (first === 101) return quoted(text, start, start + 1, true);
    if (first === 110 || first === 98 || first === 120) return quoted(text, start, start + 1, false);
  }
  if (first === 117 && next === '&') {
    if (text[start + 2] === "'") return quoted(text, start, start + 2, false);
    if (text[start + 2] === '"') return identifier(text, start, start + 2);
  }
  const found = match(word, text, start);
  return found ? plain('word', found) : single(start);
}

const plain = (kind: TokenKind, found: RegExpExecArray): Token => ({
  kind,
  start: found.index,
  end: endOf(found),
  terminated: true,
});
const single = (start: number): Token => ({ kind: 'punctuation', start, end: start + 1, terminated: true });

function symbol(text: string, start: number): Token {
  const numeric = match(number, text, start);
  if (numeric) return plain('number', numeric);
  const named = match(operator, text, start);
  if (named) return plain('operator', named);
  const colon = match(colons, text, start);
  return colon ? plain('punctuation', colon) : single(start);
}

/** Reads the token at or after `at`, comments included; `undefined` at the end of the text. */
export function readToken(text: string, at: number): Token | undefined {
  const start = skipWhiteSpace(text, at);
  if (start >= text.length) return undefined;
  const character = text[start] ?? '';
  if (/[A-Za-z_\u0080-\uffff]/.test(character)) return wordOrPrefixed(text, start);
  switch (character) {
    case "'":
      return quoted(text, start, start, false);
    case '"':
      return identifier(text, start, start);
    case '$':
      return dollar(text, start);
    case '\\':
      return { kind: 'backslash', start, end: start + 1, terminated: true };
    case '-': {
      const comment = match(lineComment, text, start);
      return comment ? plain('lineComment', comment) : symbol(text, start);
    }
    case '/':
      return text[start + 1] === '*' ? blockComment(text, start) : symbol(text, start);
    default:
      return symbol(text, start);
  }
}

export const isComment = (token: Token): boolean => token.kind === 'lineComment' || token.kind === 'blockComment';

/** The tokens between two places, without comments. `from` must not lie inside a token. */
export function* tokens(text: string, from: number, to: number = text.length): Generator<Token> {
  for (let token = readToken(text, from); token && token.start < to; token = readToken(text, token.end)) {
    if (!isComment(token)) yield token;
  }
}

/** The next token that is no comment. */
export function nextToken(text: string, at: number, to: number = text.length): Token | undefined {
  for (const token of tokens(text, at, to)) return token;
  return undefined;
}

export const isWord = (text: string, token: Token | undefined, ...words: readonly string[]): boolean =>
  token?.kind === 'word' && words.includes(text.slice(token.start, token.end).toLowerCase());

export const isSymbol = (text: string, token: Token | undefined, symbol: string): boolean =>
  token !== undefined && token.end - token.start === symbol.length && text.startsWith(symbol, token.start);

const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']' };

/** The place just after the bracket that closes the one at `open`; `to` where none does. */
export function afterClosing(text: string, open: number, to: number = text.length): number {
  const opener = text[open] ?? '(';
  const closer = closers[opener] ?? ')';
  let depth = 0;
  for (const token of tokens(text, open, to)) {
    if (isSymbol(text, token, opener)) depth += 1;
    if (isSymbol(text, token, closer)) depth -= 1;
    if (depth === 0) return token.end;
  }
  return to;
}
