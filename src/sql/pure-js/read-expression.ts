import type { Span } from '../../core/span.js';
import type { Expression } from '../expression.js';
import { lowerExpression } from './lower-expression.js';
import { parseExpression } from './package-tree.js';
import { isWritten, type TokenReader } from './token-reader.js';
import { type Token, tokenize, Unreadable } from './tokens.js';

/** The tag of an expression that the package refuses: its parts are only the calls in it, without their arguments. */
export const unreadTag = 'unread';

/** The expression under `span`. One that the package refuses still tells which functions it calls. */
export function expressionAt(text: string, span: Span): Expression {
  try {
    return lowerExpression(parseExpression(text, span), { text, base: span.start });
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { kind: 'other', tag: unreadTag, parts: callsIn(tokenize(text, span.start, span.end)), span };
  }
}

const isName = (token: Token | undefined): token is Token => token?.kind === 'word' || token?.kind === 'quoted';

/** Words that may stand before an opening parenthesis without being a function. */
const notFunctions = new Set([
  'and',
  'or',
  'not',
  'in',
  'any',
  'all',
  'some',
  'exists',
  'as',
  'when',
  'then',
  'else',
  'case',
  'select',
  'from',
  'where',
  'on',
  'join',
  'array',
  'row',
  'like',
  'ilike',
  'between',
  'is',
  'over',
  'filter',
  'values',
  'interval',
  'numeric',
  'varchar',
  'char',
]);

function callsIn(tokens: readonly Token[]): readonly Expression[] {
  return tokens.flatMap((token, index): readonly Expression[] => {
    if (!isName(token) || !isWritten(tokens[index + 1], '(') || notFunctions.has(token.text)) return [];
    if (isWritten(tokens[index - 1], '::')) return [];
    const before = isWritten(tokens[index - 1], '.') ? tokens[index - 2] : undefined;
    const name = isName(before) ? { schema: before.text, name: token.text } : { name: token.text };
    const span = { start: before?.start ?? token.start, end: token.end };
    return [{ kind: 'call', name, arguments: [], window: false, span }];
  });
}

/** `( expression )`. */
export function readParenthesisedExpression(reader: TokenReader): Expression {
  return expressionAt(reader.text, reader.skipParentheses());
}

/** The expression that goes on to the end of its list element, or to a token that fulfils `stop`. */
export function readExpressionUntil(
  reader: TokenReader,
  stop: (token: Token, ahead: Token | undefined) => boolean,
): Expression {
  const span = reader.skipUntil((token, ahead) => isWritten(token, ',') || stop(token, ahead));
  if (span.end <= span.start) throw new Unreadable('expected an expression');
  return expressionAt(reader.text, span);
}
