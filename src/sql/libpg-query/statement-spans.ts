import type { Span } from '../../core/span.js';
import type { LoweringContext } from './context.js';
import { clauseSpans } from './span-of.js';
import { afterWord, type StatementToken, statementTokens, tokensFrom } from './statement-tokens.js';

const spanOfTokens = (tokens: readonly StatementToken[]): Span | undefined => {
  const first = tokens[0];
  const last = tokens.at(-1);
  return first && last ? { start: first.start, end: last.end } : undefined;
};

/** Spans that answer to a list of nodes; where they do not count up, each is the whole statement. */
const matched = (ctx: LoweringContext, spans: readonly Span[], count: number): readonly Span[] =>
  spans.length === count ? spans : Array.from({ length: count }, () => ctx.statement);

/** From an offset to the end of the `count`-th bracketed group after it, or of its first token where none follows. */
export function throughGroups(ctx: LoweringContext, start: number, count: number): Span {
  const tokens = tokensFrom(ctx, start);
  const depth = tokens[0]?.depth ?? 0;
  const closings = tokens.filter((token) => token.text === ')' && token.depth === depth);
  return { start, end: (closings[count - 1] ?? tokens[0])?.end ?? ctx.statement.end };
}

/** What stands inside the first bracketed group after an offset. */
export function insideGroup(ctx: LoweringContext, start: number): Span | undefined {
  const tokens = tokensFrom(ctx, start);
  const open = tokens.findIndex((token) => token.text === '(');
  const depth = tokens[open]?.depth;
  const close = tokens.findIndex((token, i) => i > open && token.text === ')' && token.depth === depth);
  return open < 0 || close < 0 ? undefined : spanOfTokens(tokens.slice(open + 1, close));
}

/** The subcommands of an ALTER TABLE or ALTER TYPE: the clauses after the name that begins at `nameStart`. */
export function subcommandSpans(ctx: LoweringContext, nameStart: number, count: number): readonly Span[] {
  const tokens = tokensFrom(ctx, nameStart);
  let next = 1;
  while (tokens[next]?.text === '.') next += 2;
  if (tokens[next]?.text === '*') next += 1;
  const first = tokens[next];
  return matched(ctx, first ? clauseSpans(ctx, first.start) : [], count);
}

const startsElement = (token: StatementToken, before: StatementToken | undefined): boolean =>
  token.depth === 0 &&
  ((token.text === 'create' && before?.text !== 'grant' && before?.text !== ',') ||
    (token.text === 'grant' && before?.text !== 'with'));

/** The statements inside CREATE SCHEMA. */
export function schemaElementSpans(ctx: LoweringContext, count: number): readonly Span[] {
  const tokens = statementTokens(ctx);
  const starts = tokens.flatMap((token, i) => (i > 0 && startsElement(token, tokens[i - 1]) ? [i] : []));
  const spans = starts.map((start, i) => spanOfTokens(tokens.slice(start, starts[i + 1])) ?? ctx.statement);
  return matched(ctx, spans, count);
}

/** What may follow the query of CREATE VIEW, CREATE MATERIALIZED VIEW and CREATE TABLE AS. */
const afterQuery = [
  'with data',
  'with no data',
  'with check option',
  'with local check option',
  'with cascaded check option',
];

function withoutTail(tokens: readonly StatementToken[]): readonly StatementToken[] {
  const length = [4, 3, 2].find((count) =>
    afterQuery.includes(
      tokens
        .slice(-count)
        .map((token) => token.text)
        .join(' '),
    ),
  );
  return length === undefined ? tokens : tokens.slice(0, -length);
}

/** The query after the AS of a statement that makes a view or a table of it. */
export const definingQuerySpan = (ctx: LoweringContext): Span =>
  spanOfTokens(withoutTail(tokensFrom(ctx, afterWord(ctx, 'as')))) ?? ctx.statement;
