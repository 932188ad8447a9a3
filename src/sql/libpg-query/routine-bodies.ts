import type { Span } from '../../core/span.js';
import { tokens } from '../tokens.js';
import type { LoweringContext } from './context.js';
import { statementTokens } from './statement-tokens.js';

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
  for (const token of tokens(ctx.text, ctx.at(location ?? 0), ctx.statement.end)) {
    if (token.kind !== 'string' && token.kind !== 'dollarString') continue;
    const [open, close] = quotesOf(ctx.text.slice(token.start, token.end));
    const span = { start: token.start + open, end: token.end - close };
    return ctx.text.slice(span.start, span.end) === body ? span : undefined;
  }
  return undefined;
}

/** `BEGIN ATOMIC … END` or `RETURN …`, which ends the statement. */
export function atomicBodySpan(ctx: LoweringContext): Span | undefined {
  const all = statementTokens(ctx);
  const start = all.find(
    (token, i) =>
      token.depth === 0 && (token.text === 'return' || (token.text === 'begin' && all[i + 1]?.text === 'atomic')),
  );
  const end = all.at(-1);
  return start && end && { start: start.start, end: end.end };
}
