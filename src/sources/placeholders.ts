import type { Span } from '../core/span.js';
import { readToken } from '../sql/tokens.js';
import { blank } from './blank.js';
import type { LocalProblem } from './marked-sections.js';

export interface Filled {
  /** As long as the text read. */
  readonly text: string;
  readonly problems: readonly LocalProblem[];
}

// `{{ schema }}`, `{% if … %}`, `<%= name %>`, `${name}`.
const placeholder = /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}|<%[\s\S]*?%>|\$\{[^{}\r\n]*\}/y;
const candidate = /\{\{|\{%|<%|\$\{/;
// Those that stand for no text of their own: conditions, loops, includes, comments.
const control =
  /^(?:\{%|<%(?!=)|\{\{-?\s*(?:\/\*|if\b|else\b|end\b|range\b|with\b|template\b|define\b|block\b|include\b|#|\/|!|>))/;
const filler = 'placeholder';

/**
 * Replaces what a template engine would have filled in, outside of strings and comments, by a name of the same length, so
 * that the rest of the file can be read. Conditions, loops and includes are blanked.
 */
export function fillPlaceholders(source: string): Filled {
  if (!candidate.test(source)) return { text: source, problems: [] };
  const spans = findPlaceholders(source);
  const [first] = spans;
  if (first === undefined) return { text: source, problems: [] };
  let text = '';
  let cursor = 0;
  for (const { start, end } of spans) {
    text += source.slice(cursor, start) + standIn(source, { start, end });
    cursor = end;
  }
  return {
    text: text + source.slice(cursor),
    problems: [{ ruleId: 'template-placeholder', message: describe(source, first, spans.length), span: first }],
  };
}

function findPlaceholders(source: string): readonly Span[] {
  const spans: Span[] = [];
  let at = 0;
  while (at < source.length) {
    const token = readToken(source, at);
    if (token === undefined) break;
    const found = placeholderIn(source, token.start, token.end);
    if (found !== undefined) spans.push(found);
    at = found?.end ?? token.end;
  }
  return spans;
}

/** An operator may end in what opens a placeholder: `=<%= n %>`. */
function placeholderIn(source: string, start: number, end: number): Span | undefined {
  if (!/[{<$]/.test(source.slice(start, Math.min(end, start + 8)))) return undefined;
  if (/^(?:'|"|--|\/\*|\$\w*\$|[A-Za-z_0-9])/.test(source.slice(start, start + 64))) return undefined;
  for (let at = start; at < end; at += 1) {
    placeholder.lastIndex = at;
    const found = placeholder.exec(source);
    if (found !== null) return { start: at, end: at + found[0].length };
  }
  return undefined;
}

function standIn(source: string, { start, end }: Span): string {
  const written = source.slice(start, end);
  if (control.test(written) || isAloneOnItsLine(source, start, end) || written.includes('\n')) return blank(written);
  return filler.repeat(Math.ceil(written.length / filler.length)).slice(0, written.length);
}

function isAloneOnItsLine(source: string, start: number, end: number): boolean {
  const before = source.slice(source.lastIndexOf('\n', start - 1) + 1, start);
  const [after = ''] = source.slice(end).split('\n', 1);
  return before.trim() === '' && /^\s*;?\s*$/.test(after);
}

function describe(source: string, { start, end }: Span, count: number): string {
  const written = source.slice(start, end).replace(/\s+/g, ' ');
  const others = count === 1 ? '' : ` (and ${count - 1} more)`;
  return `${written}${others}`;
}
