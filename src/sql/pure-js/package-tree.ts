import * as package_ from 'pgsql-ast-parser';
import type { Span } from '../../core/span.js';
import { isPlainString } from './token-reader.js';
import { type Token, tokenize, Unreadable } from './tokens.js';

/** What lowering needs beside the package's tree, whose offsets count from `base`. */
export interface TreeContext {
  readonly text: string;
  readonly base: number;
  /** WITH queries in scope; their names are no relations. */
  readonly withNames?: ReadonlySet<string> | undefined;
}

/** The package reads `1e5` as `1` with the alias `e5`, and `b'1'` as a cast to a type `b`. */
function isReadAsWritten(token: Token): boolean {
  if (token.kind === 'number') return /^(?:\d+|\d+\.\d*|\.\d+)$/.test(token.text);
  if (token.kind === 'string') return /^e?$/.test(token.prefix) ? isPlainString(token) : token.prefix === '$$';
  if (token.kind === 'quoted') return !token.text.includes('"');
  return true;
}

/** The slice with its comments blanked: the package does not know nested ones. */
function sliceOf(text: string, span: Span): string {
  const tokens = tokenize(text, span.start, span.end);
  if (!tokens.every(isReadAsWritten)) throw new Unreadable('a literal that the package misreads');
  let slice = '';
  for (const token of tokens) {
    slice +=
      text.slice(span.start + slice.length, token.start).replace(/[^\n\r]/g, ' ') + text.slice(token.start, token.end);
  }
  return slice;
}

function parseSlice<Tree>(text: string, span: Span, entry: string | undefined): Tree {
  const slice = sliceOf(text, span);
  const options = { locationTracking: true, ...(entry === undefined ? {} : { entry }) };
  try {
    const [tree] = package_.parse(slice, options) as unknown as readonly Tree[];
    if (tree === undefined) throw new Unreadable('empty');
    return tree;
  } catch (error) {
    throw new Unreadable(error instanceof Error ? error.message : 'refused by the package');
  }
}

/** Throws `Unreadable` where the package does not know the expression. */
export const parseExpression = (text: string, span: Span): package_.Expr => parseSlice(text, span, 'expr');

/** Throws `Unreadable` where the package does not know the statement. */
export const parseStatement = (text: string, span: Span): package_.Statement => parseSlice(text, span, undefined);

export function spanOf(node: package_.PGNode, context: TreeContext): Span {
  const { start, end } = node._location ?? { start: 0, end: 0 };
  return { start: context.base + start, end: context.base + end };
}
