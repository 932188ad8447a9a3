import type { Span } from '../../core/span.js';
import { isWord, readToken } from '../../sql/tokens.js';

/** The `WITH (…)` of a CREATE INDEX. */
export function storageParameters(text: string, { start, end }: Span): Span | undefined {
  let depth = 0;
  let with_: number | undefined;
  for (let token = readToken(text, start); token && token.start < end; token = readToken(text, token.end)) {
    const sign = token.kind === 'punctuation' ? text[token.start] : undefined;
    if (sign === '(') depth += 1;
    if (sign === ')') depth -= 1;
    if (sign === ')' && depth === 0 && with_ !== undefined) return { start: with_, end: token.end };
    if (depth === 0 && sign === undefined) with_ = isWord(text, token, 'with') ? token.start : undefined;
  }
  return undefined;
}
