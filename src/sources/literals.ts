import type { Span } from '../core/span.js';
import { readToken, type Token } from '../sql/tokens.js';

const literalKinds: readonly Token['kind'][] = ['string', 'dollarString', 'quotedIdentifier', 'blockComment'];

/**
 * Strings, function bodies, quoted names and block comments: what looks like a marker in there is none to PostgreSQL.
 * One that is never closed does not count, since it would hide all that follows.
 */
export function literalSpans(source: string): readonly Span[] {
  const spans: Span[] = [];
  for (let token = readToken(source, 0); token; token = readToken(source, token.end)) {
    if (token.terminated && literalKinds.includes(token.kind)) spans.push({ start: token.start, end: token.end });
  }
  return spans;
}

export const isInside = (spans: readonly Span[], offset: number): boolean =>
  spans.some(({ start, end }) => start < offset && offset < end);
