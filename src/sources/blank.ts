import type { Span } from '../core/span.js';

/** Every character but line endings becomes a space, so that offsets and line numbers stay. */
export const blank = (text: string): string => text.replace(/[^\r\n]/g, ' ');

/** The text with everything outside `spans` (in order, apart from each other) blanked. */
export function keepOnly(source: string, spans: readonly Span[]): string {
  let output = '';
  let cursor = 0;
  for (const { start, end } of spans) {
    output += blank(source.slice(cursor, start)) + source.slice(start, end);
    cursor = end;
  }
  return output + blank(source.slice(cursor));
}
