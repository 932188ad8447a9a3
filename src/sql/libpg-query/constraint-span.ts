import type { Span } from '../../core/span.js';
import { afterClosing, isSymbol, isWord, nextToken, type Token } from '../tokens.js';
import type { LoweringContext } from './context.js';
import { elementSpan, tokenAt, upTo } from './span-of.js';

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
  return !isWord(ctx.text, tokenAt(ctx, token.end), 'valid', 'deferrable', 'distinct', 'enforced');
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
