import type { Span } from '../core/span.js';
import type { MetaCommand } from './script.js';
import { isSymbol, tokens } from './tokens.js';

/** A text with psql's variables taken for what they will be. */
export interface WithoutVariables {
  /** As long as the text read: `:name` without its colon is a name, `:'name'` a string, `:"name"` an identifier. */
  readonly text: string;
  readonly variables: readonly MetaCommand[];
}

/** `:name`, `:'name'` and `:"name"` under a span, which only psql can fill in; `undefined` where there are none. */
export function withoutVariables(text: string, { start, end }: Span): WithoutVariables | undefined {
  const places = variablePlaces(text, start, end);
  if (places.length === 0) return undefined;
  const pieces: string[] = [];
  let copied = 0;
  for (const place of places) {
    pieces.push(text.slice(copied, place.start), ' ');
    copied = place.start + 1;
  }
  const variables = places.map((span) => ({ span, command: text.slice(span.start, span.end) }));
  return { text: pieces.join('') + text.slice(copied), variables };
}

/** A colon and, just behind it, a name. In brackets `[1:n]` it parts the bounds of a slice. */
function variablePlaces(text: string, from: number, to: number): readonly Span[] {
  const found: Span[] = [];
  let colon: number | undefined;
  let brackets = 0;
  for (const token of tokens(text, from, to)) {
    const names = token.kind === 'word' || token.kind === 'quotedIdentifier' || token.kind === 'string';
    if (colon === token.start - 1 && names) found.push({ start: colon, end: token.end });
    if (isSymbol(text, token, '[')) brackets += 1;
    if (isSymbol(text, token, ']')) brackets -= 1;
    colon = isSymbol(text, token, ':') && brackets === 0 ? token.start : undefined;
  }
  return found;
}
