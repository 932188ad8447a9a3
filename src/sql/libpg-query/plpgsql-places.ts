import type { Span } from '../../core/span.js';
import { type Token, tokens } from '../tokens.js';
import type { Step } from './plpgsql-steps.js';

/** Finds the steps of a body again in its text. Ask in the order of the text. */
export interface Places {
  /** The query's place, PERFORM and COMMIT with their keyword; `undefined` where it is not found. */
  find(step: Step): Span | undefined;
}

export function placesIn(body: string): Places {
  const all = [...tokens(body, 0)];
  const lines = lineStarts(body);
  let cursor = 0;

  return {
    find(step) {
      const from = Math.max(cursor, lines[step.line - 1] ?? 0);
      for (let i = firstFrom(all, from); i < all.length; i += 1) {
        const token = all[i];
        const length = token && matchLength(body, token, step);
        if (!token || length === undefined) continue;
        cursor = token.start + Math.max(length, 1);
        return { start: token.start, end: token.start + length };
      }
      return undefined;
    },
  };
}

/** PL/pgSQL counts line feeds. */
function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** Index of the first token at or after an offset. */
function firstFrom(all: readonly Token[], offset: number): number {
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((all[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How far the step reaches in the body if it begins at the token. */
function matchLength(body: string, token: Token, { form, query }: Step): number | undefined {
  if (form === 'commit' || form === 'rollback') return wordIs(body, token, form) ? form.length : undefined;
  if (form !== 'perform') return matches(body, token.start, query, 0) ? query.length : undefined;
  if (!wordIs(body, token, 'perform')) return undefined;
  return matches(body, token.end, query, 'SELECT'.length) ? query.length + 1 : undefined;
}

const wordIs = (body: string, token: Token, word: string): boolean =>
  token.kind === 'word' && body.slice(token.start, token.end).toLowerCase() === word;

/** Whether the query from `skipped` on stands at `start`; a space of it may be anything, for INTO clauses are blanked. */
function matches(body: string, start: number, query: string, skipped: number): boolean {
  for (let i = skipped; i < query.length; i += 1) {
    const expected = query[i];
    if (expected !== ' ' && expected !== body[start + i - skipped]) return false;
  }
  return start + query.length - skipped <= body.length;
}
