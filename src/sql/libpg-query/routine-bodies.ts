import type { Span } from '../../core/span.js';
import type { LoweringContext } from './context.js';
import { statementTokens, tokensFrom } from './statement-tokens.js';

/** Characters before and after the body of a string token: `'`, `E'`, `$tag$`. */
function quotesOf(written: string): readonly [open: number, close: number] {
  const tag = /^\$[^$]*\$/.exec(written)?.[0].length;
  return tag === undefined ? [written.indexOf("'") + 1, 1] : [tag, tag];
}

/**
 * Where the text of a quoted body stands, just inside its quotes. Absent where the text does not stand there letter by
 * letter (doubled quotes, escapes, strings in several pieces).
 * @param location of the clause (`AS '…'`) or of the string itself, as the parser gives it
 */
export function bodySpanOf(body: string, location: number | undefined, ctx: LoweringContext): Span | undefined {
  const token = tokensFrom(ctx, ctx.at(location ?? 0)).find(({ kind }) => kind === 'string' || kind === 'dollarString');
  if (!token) return undefined;
  const [open, close] = quotesOf(token.text);
  const span = { start: token.start + open, end: token.end - close };
  return ctx.text.slice(span.start, span.end) === body ? span : undefined;
}

/** `BEGIN ATOMIC … END` or `RETURN …`, which ends the statement. */
export function atomicBodySpan(ctx: LoweringContext): Span | undefined {
  const tokens = statementTokens(ctx);
  const start = tokens.find(
    (token, i) =>
      token.depth === 0 && (token.text === 'return' || (token.text === 'begin' && tokens[i + 1]?.text === 'atomic')),
  );
  const end = tokens.at(-1);
  return start && end && { start: start.start, end: end.end };
}
