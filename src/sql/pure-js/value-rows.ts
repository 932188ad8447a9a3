import type { Span } from '../../core/span.js';
import type { Expression } from '../expression.js';
import { lowerExpression, numberOf } from './lower-expression.js';
import { parseExpression } from './package-tree.js';
import { isPlainString, isWritten, TokenReader } from './token-reader.js';
import type { Token } from './tokens.js';

/** The bracketed rows of `INSERT INTO … VALUES`; none where the statement is another. */
export function valueRows(text: string, span: Span): readonly Span[] {
  const reader = new TokenReader(text, span);
  if (!reader.take('insert', 'into')) return [];
  reader.skipUntil((token) => isWritten(token, 'values') || isWritten(token, 'select') || isWritten(token, 'with'));
  if (!reader.take('values')) return [];
  return reader.list(() => {
    const start = reader.position;
    reader.skipParentheses();
    return reader.spanFrom(start);
  });
}

/**
 * The values of rows, row by row. Constants are read from their tokens: the package's time and memory grow fast with the
 * length of a statement.
 */
export const readRows = (text: string, rows: readonly Span[]): readonly Expression[] =>
  rows.flatMap((row) => {
    const reader = new TokenReader(text, row);
    return reader.parenthesised(() => reader.list(() => readValue(reader)));
  });

function readValue(reader: TokenReader): Expression {
  const token = reader.peek();
  const ahead = reader.peek(1);
  const isAlone = isWritten(ahead, ',') || isWritten(ahead, ')');
  const value = token && isAlone ? constantOf(token) : undefined;
  if (token && value !== undefined) {
    reader.next();
    return { kind: 'constant', value, span: { start: token.start, end: token.end } };
  }
  const span = reader.skipUntil((next) => isWritten(next, ','));
  return lowerExpression(parseExpression(reader.text, span), { text: reader.text, base: span.start });
}

const words: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

function constantOf(token: Token): string | number | boolean | null | undefined {
  if (token.kind === 'string') return isPlainString(token) ? token.text : undefined;
  if (token.kind === 'number') return /^\d+(?:\.\d*)?$/.test(token.text) ? numberOf(token.text) : undefined;
  return token.kind === 'word' ? words.get(token.text) : undefined;
}
