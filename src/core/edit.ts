import type { Span } from './span.js';

/** Replaces the text under `span`; an empty span inserts. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
}

/** Applies edits in order of place. Of two that overlap the later one is left for the next pass. */
export function applyEdits(source: string, edits: readonly Edit[]): string {
  const inOrder = edits.toSorted((a, b) => a.span.start - b.span.start);
  let output = '';
  let cursor = 0;
  for (const { span, text } of inOrder) {
    if (span.start < cursor) continue;
    output += source.slice(cursor, span.start) + text;
    cursor = span.end;
  }
  return output + source.slice(cursor);
}
