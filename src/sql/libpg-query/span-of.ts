import type { Span } from '../../core/span.js';
import { afterClosing, isSymbol, isWord, nextToken, type Token, tokens } from '../tokens.js';
import type { LoweringContext } from './context.js';
import { type StatementToken, statementTokens } from './statement-tokens.js';

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
function upTo(ctx: LoweringContext, start: number, stop: number): Span {
  let end = start;
  for (const token of tokens(ctx.text, start, stop)) end = token.end;
  return { start, end };
}

/** Pieces of `from…to` between commas that stand in no bracket; stops at a bracket that closes an outer one. */
function pieces(ctx: LoweringContext, from: number, to: number): readonly Span[] {
  const found: Span[] = [];
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
        if (start !== undefined) found.push({ start, end });
        start = undefined;
        continue;
      }
    }
    start ??= token.start;
    end = token.end;
  }
  if (start !== undefined) found.push({ start, end });
  return found;
}

/**
 * The comma-separated clauses from `startOffset` (UTF-16, in `ctx.text`) to the end of the statement or of the enclosing
 * parentheses: the n-th span is the n-th subcommand of an ALTER TABLE or the n-th element of a list.
 */
export const clauseSpans = (ctx: LoweringContext, startOffset: number): readonly Span[] =>
  pieces(ctx, startOffset, ctx.statement.end);

/** One element of a parenthesised or bare list (a column definition, a table constraint) from its `location` on. */
export function elementSpan(ctx: LoweringContext, location: number | undefined): Span {
  const offset = offsetOf(ctx, location);
  return offset === undefined ? ctx.statement : (clauseSpans(ctx, offset)[0] ?? ctx.statement);
}

/** From a `location` to the end of the statement, comments at the end left out. */
export function tailSpan(ctx: LoweringContext, location: number | undefined): Span {
  const offset = offsetOf(ctx, location);
  return offset === undefined ? ctx.statement : upTo(ctx, offset, ctx.statement.end);
}

const constraintStarts = [
  'constraint',
  'not',
  'null',
  'unique',
  'primary',
  'check',
  'default',
  'generated',
  'references',
  'collate',
  'storage',
  'compression',
];

/** Whether a token begins the next constraint of a column definition, given the word before it. */
function beginsConstraint(ctx: LoweringContext, token: Token, before: string): boolean {
  if (!isWord(ctx.text, token, ...constraintStarts)) return false;
  if (isWord(ctx.text, token, 'null')) return before !== 'not' && before !== 'set';
  if (isWord(ctx.text, token, 'default')) return before !== 'set' && before !== 'by';
  if (!isWord(ctx.text, token, 'not')) return true;
  return !isWord(ctx.text, tokenAt(ctx, token.end), 'valid', 'deferrable', 'enforced');
}

/**
 * The whole of a constraint, from its `location` (that of `CONSTRAINT name` where it has a name). A table's constraint
 * ends at the comma; with `inline`, a column's constraint ends where the next one of that column begins.
 */
export function constraintSpan(ctx: LoweringContext, location: number | undefined, inline = false): Span {
  const whole = elementSpan(ctx, location);
  return inline ? firstConstraint(ctx, whole) : whole;
}

function firstConstraint(ctx: LoweringContext, whole: Span): Span {
  let at = whole.start;
  let before = '';
  let nameFollows = false;
  let named = false;
  let started = false;
  while (at < whole.end) {
    const token = nextToken(ctx.text, at, whole.end);
    if (!token) break;
    const isName = nameFollows;
    nameFollows = false;
    if (!isName && started && beginsConstraint(ctx, token, before)) return upTo(ctx, whole.start, token.start);
    if (!isName && !named && isWord(ctx.text, token, 'constraint')) {
      nameFollows = true;
      named = true;
    } else if (!isName) started = true;
    before = isName ? '' : ctx.text.slice(token.start, token.end).toLowerCase();
    at = isSymbol(ctx.text, token, '(') ? afterClosing(ctx.text, token.start, whole.end) : token.end;
  }
  return whole;
}

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
    if (!token || token.text !== '(') return at;
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
  for (const token of tokens(ctx.text, offset, ctx.statement.end)) {
    if (isSymbol(ctx.text, token, '(') || isSymbol(ctx.text, token, '[')) {
      return { start: offset, end: afterClosing(ctx.text, token.start, ctx.statement.end) };
    }
    const ofName = token.kind === 'word' || token.kind === 'quotedIdentifier' || isSymbol(ctx.text, token, '.');
    if (!ofName) return undefined;
  }
  return undefined;
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
