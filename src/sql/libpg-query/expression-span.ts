import type { Span } from '../../core/span.js';
import { afterClosing, isSymbol, isWord, type Token, tokens } from '../tokens.js';
import type { LoweringContext } from './context.js';
import { dottedSpan, tokenAt } from './span-of.js';
import { type StatementToken, statementTokens } from './statement-tokens.js';

/** From the start of the first to the end of the last; `undefined` of nothing. */
export function hull(spans: readonly (Span | undefined)[]): Span | undefined {
  let found: { start: number; end: number } | undefined;
  for (const span of spans) {
    if (!span) continue;
    found = found
      ? { start: Math.min(found.start, span.start), end: Math.max(found.end, span.end) }
      : { start: span.start, end: span.end };
  }
  return found;
}

/** As `hull`, and with the parentheses around the parts: `(a + b) * c` from `a + b` and `c`. */
export function balancedHull(ctx: LoweringContext, spans: readonly (Span | undefined)[]): Span | undefined {
  // A part that the grammar made up has an empty span.
  const parts = spans
    .flatMap((span) => (span && span.start < span.end ? [span] : []))
    .toSorted((a, b) => a.start - b.start);
  const whole = hull(parts);
  if (!whole) return undefined;
  let depth = 0;
  let openers = 0;
  let cursor = whole.start;
  for (const part of parts) {
    for (const token of tokens(ctx.text, cursor, part.start)) {
      if (isSymbol(ctx.text, token, '(')) depth += 1;
      else if (isSymbol(ctx.text, token, ')')) depth -= 1;
      if (depth < 0) {
        openers += 1;
        depth = 0;
      }
    }
    cursor = Math.max(cursor, part.end);
  }
  return { start: withOpeners(ctx, whole.start, openers), end: withClosers(ctx, whole.end, depth) };
}

function withOpeners(ctx: LoweringContext, start: number, count: number): number {
  let at = start;
  for (let left = count; left > 0; left -= 1) {
    const token = tokenBefore(ctx, at);
    if (token?.text !== '(') return at;
    at = token.start;
  }
  return at;
}

/** The last token that ends at or before an offset. */
function tokenBefore(ctx: LoweringContext, offset: number): StatementToken | undefined {
  const all = statementTokens(ctx);
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((all[middle]?.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return all[low - 1];
}

function withClosers(ctx: LoweringContext, end: number, count: number): number {
  let at = end;
  for (let left = count; left > 0; left -= 1) {
    const token = tokenAt(ctx, at);
    if (!isSymbol(ctx.text, token, ')') || !token) return at;
    at = token.end;
  }
  return at;
}

/** `name(…)`, `schema.name(…)`, `ARRAY[…]`, `(…)` from the offset of its first token; `undefined` where no bracket follows. */
export function callSpan(ctx: LoweringContext, offset: number): Span | undefined {
  const first = tokenAt(ctx, offset);
  const opens = first && isOpening(ctx, first) ? first : first && openingAfterName(ctx, first);
  return opens && { start: offset, end: afterClosing(ctx.text, opens.start, ctx.statement.end) };
}

const isOpening = (ctx: LoweringContext, token: Token): boolean =>
  isSymbol(ctx.text, token, '(') || isSymbol(ctx.text, token, '[');

function openingAfterName(ctx: LoweringContext, first: Token): Token | undefined {
  const next = tokenAt(ctx, dottedSpan(ctx, first.start).end);
  const isCollationFor = isWord(ctx.text, first, 'collation') && isWord(ctx.text, next, 'for');
  const opens = next && isCollationFor ? tokenAt(ctx, next.end) : next;
  return opens && isOpening(ctx, opens) ? opens : undefined;
}

/** The end of a function call with its WITHIN GROUP (…), FILTER (…) and OVER, from the end of its arguments. */
export function afterCallClauses(ctx: LoweringContext, end: number): number {
  const word = tokenAt(ctx, end);
  if (!word || !isWord(ctx.text, word, 'within', 'filter', 'over')) return end;
  const group = isWord(ctx.text, word, 'within') ? tokenAt(ctx, word.end) : word;
  const next = group && tokenAt(ctx, group.end);
  if (!next) return end;
  const isBracket = isSymbol(ctx.text, next, '(');
  const clauseEnd = isBracket ? afterClosing(ctx.text, next.start, ctx.statement.end) : next.end;
  return isBracket || isWord(ctx.text, word, 'over') ? afterCallClauses(ctx, clauseEnd) : end;
}

/** `(a).b[1]` from the span of `a`. */
export function indirectionSpan(ctx: LoweringContext, operand: Span): Span {
  let closers = 0;
  let end = operand.end;
  for (let token = tokenAt(ctx, end); token && isSymbol(ctx.text, token, ')'); token = tokenAt(ctx, end)) {
    closers += 1;
    end = token.end;
  }
  return { start: withOpeners(ctx, operand.start, closers), end: afterIndirection(ctx, end) };
}

function afterIndirection(ctx: LoweringContext, from: number): number {
  let end = from;
  for (let token = tokenAt(ctx, end); token; token = tokenAt(ctx, end)) {
    if (isSymbol(ctx.text, token, '[')) end = afterClosing(ctx.text, token.start, ctx.statement.end);
    else if (isSymbol(ctx.text, token, '.')) end = tokenAt(ctx, token.end)?.end ?? token.end;
    else return end;
  }
  return end;
}
