import type { Span } from '../../core/span.js';
import { isSymbol, nextToken, type Token, tokens } from '../tokens.js';
import type { LoweringContext } from './context.js';

/** The place of a `location` field; absent for nodes that the grammar made up (-1). */
export const offsetOf = (ctx: LoweringContext, location: number | undefined): number | undefined =>
  location === -1 ? undefined : ctx.at(location ?? 0);

export const tokenAt = (ctx: LoweringContext, offset: number): Token | undefined =>
  nextToken(ctx.text, offset, ctx.statement.end);

/** The token at a `location` field. The whole statement where the node has no place. */
export function spanFrom(ctx: LoweringContext, location: number | undefined): Span {
  return tokenSpan(ctx, location) ?? ctx.statement;
}

/** The token at a `location` field, if it has a place. */
export function tokenSpan(ctx: LoweringContext, location: number | undefined): Span | undefined {
  const offset = offsetOf(ctx, location);
  const token = offset === undefined ? undefined : tokenAt(ctx, offset);
  return token && { start: token.start, end: token.end };
}

/** From `start` to the last token before `stop`. */
export function upTo(ctx: LoweringContext, start: number, stop: number): Span {
  let end = start;
  for (const token of tokens(ctx.text, start, stop)) end = token.end;
  return { start, end };
}

/** Pieces of `from…to` between commas that stand in no bracket; stops at a bracket that closes an outer one. */
function* pieces(ctx: LoweringContext, from: number, to: number): Generator<Span> {
  let depth = 0;
  let start: number | undefined;
  let end = from;
  for (const token of tokens(ctx.text, from, to)) {
    const character = ctx.text[token.start];
    if (token.kind === 'punctuation') {
      if (character === ')' || character === ']') depth -= 1;
      if (depth < 0) break;
      if (character === '(' || character === '[') depth += 1;
      if (character === ',' && depth === 0) {
        if (start !== undefined) yield { start, end };
        start = undefined;
        continue;
      }
    }
    start ??= token.start;
    end = token.end;
  }
  if (start !== undefined) yield { start, end };
}

/**
 * The comma-separated clauses from `startOffset` (UTF-16, in `ctx.text`) to the end of the statement or of the enclosing
 * parentheses: the n-th span is the n-th subcommand of an ALTER TABLE or the n-th element of a list.
 */
export const clauseSpans = (ctx: LoweringContext, startOffset: number): readonly Span[] => [
  ...pieces(ctx, startOffset, ctx.statement.end),
];

/** One element of a parenthesised or bare list (a column definition, a table constraint) from its `location` on. */
export function elementSpan(ctx: LoweringContext, location: number | undefined): Span {
  const offset = offsetOf(ctx, location);
  if (offset === undefined) return ctx.statement;
  for (const first of pieces(ctx, offset, ctx.statement.end)) return first;
  return ctx.statement;
}

/** From a `location` to the end of the statement, comments at the end left out. */
export function tailSpan(ctx: LoweringContext, location: number | undefined): Span {
  const offset = offsetOf(ctx, location);
  return offset === undefined ? ctx.statement : upTo(ctx, offset, ctx.statement.end);
}

/** `a.b.c` from the first token at or after an offset. */
export function dottedSpan(ctx: LoweringContext, offset: number): Span {
  const first = tokenAt(ctx, offset);
  const start = first?.start ?? offset;
  let end = first?.end ?? offset;
  for (let dot = tokenAt(ctx, end); dot && isSymbol(ctx.text, dot, '.'); dot = tokenAt(ctx, end)) {
    end = tokenAt(ctx, dot.end)?.end ?? dot.end;
  }
  return { start, end };
}
