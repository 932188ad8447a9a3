import type { Span } from '../../core/span.js';
import { type Token, tokens } from '../tokens.js';
import type { LoweringContext } from './context.js';

/** A token of the statement with what lowering asks about it. */
export interface StatementToken extends Token {
  /** As it was written; words in lower case. */
  readonly text: string;
  /** Brackets around it; a bracket itself counts with what is outside of it. */
  readonly depth: number;
}

const isOpening = (text: string): boolean => text === '(' || text === '[';
const isClosing = (text: string): boolean => text === ')' || text === ']';

function* withDepth(text: string, { start, end }: Span): Generator<StatementToken> {
  let depth = 0;
  for (const token of tokens(text, start, end)) {
    const written = text.slice(token.start, token.end);
    if (isClosing(written)) depth -= 1;
    const { kind, start: from, end: to, terminated } = token;
    // Member by member: of an object that begins with a spread, V8 keeps a hidden class for each.
    yield { kind, start: from, end: to, terminated, text: kind === 'word' ? written.toLowerCase() : written, depth };
    if (isOpening(written)) depth += 1;
  }
}

type BySpan = Map<Span, { readonly text: string; readonly tokens: readonly StatementToken[] }>;

/**
 * By what contexts made from one another share and nothing else holds. A statement's span is held as long as the schema
 * holds what the statement made.
 */
const cache = new WeakMap<LoweringContext['at'], BySpan>();

/** The tokens of the statement that is being lowered, without comments. */
export function statementTokens({ text, at, statement }: LoweringContext): readonly StatementToken[] {
  const bySpan: BySpan = cache.get(at) ?? new Map();
  const known = bySpan.get(statement);
  if (known?.text === text) return known.tokens;
  const found = [...withDepth(text, statement)];
  cache.set(at, bySpan.set(statement, { text, tokens: found }));
  return found;
}

/** The statement's tokens from a UTF-16 offset on. */
export function tokensFrom(ctx: LoweringContext, offset: number): readonly StatementToken[] {
  const all = statementTokens(ctx);
  const first = all.findIndex((token) => token.start >= offset);
  return first < 0 ? [] : all.slice(first);
}

/** Just after the first of `words` that stands outside of brackets; the statement's end where there is none. */
export function afterWord(ctx: LoweringContext, ...words: readonly string[]): number {
  for (const token of withDepth(ctx.text, ctx.statement)) {
    if (token.depth === 0 && words.includes(token.text)) return token.end;
  }
  return ctx.statement.end;
}

/** Whether the words follow each other anywhere under the span. */
export function hasWords(ctx: LoweringContext, span: Span, ...words: readonly string[]): boolean {
  const under = [...withDepth(ctx.text, span)];
  return under.some((_, i) => words.every((expected, j) => under[i + j]?.text === expected));
}
