import type { Edit } from '../core/edit.js';
import type { Span } from '../core/span.js';
import { isSymbol, nextToken } from '../sql/tokens.js';

/** Takes a statement out of the text together with its semicolon, and with its line where nothing else stands in it. */
export function removeStatement(text: string, { start, end }: Span): readonly Edit[] {
  const semicolon = nextToken(text, end);
  let after = isSymbol(text, semicolon, ';') && semicolon ? semicolon.end : end;
  while (text[after] === ' ' || text[after] === '\t') after += 1;
  const isLine = text[after] === '\n' || text[after] === undefined;
  const startsLine = start === 0 || text[start - 1] === '\n';
  if (isLine && startsLine && text[after] === '\n') after += 1;
  return [{ span: { start, end: after }, text: '' }];
}
