import * as package_ from 'pgsql-ast-parser';
import type { Span } from '../../core/span.js';
import { afterClosing } from '../tokens.js';
import { truncateName } from './identifiers.js';
import { isPlainString } from './token-reader.js';
import { type Token, tokenize, Unreadable } from './tokens.js';

/** What lowering needs beside the package's tree, whose offsets count from `base`. */
export interface TreeContext {
  readonly text: string;
  readonly base: number;
  /** WITH queries in scope; their names are no relations. */
  readonly withNames?: ReadonlySet<string> | undefined;
}

/** Those that the package knows. It would read `?-` as two. */
const operators: ReadonlySet<string> = new Set(
  '+ - * / % ^ = != <> > >= < <= @> <@ ? ?| ?& #>> ~ ~* !~ !~* @@ || #- && | & # << >> ~~ ~~* !~~ !~~* -> ->>'.split(
    ' ',
  ),
);

/** The package loses the number of FETCH FIRST, reads `1e5` as `1` with the alias `e5`, and `b'1'` as a cast to a type `b`. */
function isReadAsWritten(token: Token, next: Token | undefined): boolean {
  if (token.kind === 'number')
    return /^(?:\d+|\d+\.\d*|\.\d+)$/.test(token.text) && !(next?.kind === 'word' && next.start === token.end);
  if (token.kind === 'operator') return operators.has(token.text);
  if (token.kind === 'word') return token.text !== 'fetch';
  if (token.kind === 'string') return /^e?$/.test(token.prefix) ? isPlainString(token) : token.prefix === '$$';
  if (token.kind === 'quoted') return !token.text.includes('"');
  return true;
}

/** The package takes some 6 kB of memory a token. */
const mostTokens = 50_000;

/** The package's parser and the lowering call themselves once a bracket. */
const deepest = 200;

function isTooDeep(tokens: readonly Token[]): boolean {
  let depth = 0;
  return tokens.some((token) => {
    if (token.kind === 'punctuation' && (token.text === '(' || token.text === '[')) depth += 1;
    if (token.kind === 'punctuation' && (token.text === ')' || token.text === ']')) depth -= 1;
    return depth > deepest;
  });
}

/** The slice with its comments blanked, since the package does not know nested ones, and what stands under `blank`. */
function sliceOf(text: string, span: Span, blank?: Span): string {
  const isBlank = ({ start }: Token): boolean => blank !== undefined && start >= blank.start && start < blank.end;
  const tokens = tokenize(text, span.start, span.end).filter((token) => !isBlank(token));
  if (!tokens.every((token, index) => isReadAsWritten(token, tokens[index + 1])))
    throw new Unreadable('a literal that the package misreads');
  if (tokens.length > mostTokens) throw new Unreadable('too long for the package');
  if (isTooDeep(tokens)) throw new Unreadable('brackets beyond reason');
  let slice = '';
  for (const token of tokens) {
    slice +=
      text.slice(span.start + slice.length, token.start).replace(/[^\n\r]/g, ' ') + text.slice(token.start, token.end);
  }
  return slice;
}

function parseSlice<Tree>(text: string, span: Span, entry?: string, blank?: Span): Tree {
  const slice = sliceOf(text, span, blank);
  const options = { locationTracking: true, ...(entry === undefined ? {} : { entry }) };
  try {
    const [tree] = package_.parse(slice, options) as unknown as readonly Tree[];
    if (tree === undefined) throw new Unreadable('empty');
    return withServerNames(tree);
  } catch (error) {
    throw new Unreadable(error instanceof Error ? error.message : 'refused by the package');
  }
}

/** Throws `Unreadable` where the package does not know the expression. */
export const parseExpression = (text: string, span: Span): package_.Expr => parseSlice(text, span, 'expr');

/**
 * Throws `Unreadable` where the package does not know the statement.
 * @param blank what is left out
 */
export const parseStatement = (text: string, span: Span, blank?: Span): package_.Statement =>
  parseSlice(text, span, undefined, blank);

/** The tree with its names cut as the server cuts them. */
function withServerNames<Tree>(node: Tree): Tree {
  if (typeof node !== 'object' || node === null) return node;
  for (const [field, value] of Object.entries(node)) {
    const isName = nameFields.has(field) && typeof value === 'string';
    if (isName) (node as Record<string, unknown>)[field] = truncateName(value);
    else withServerNames(value);
  }
  return node;
}

const nameFields: ReadonlySet<string> = new Set(['name', 'schema', 'alias', 'table', 'column']);

export function spanOf(node: package_.PGNode, context: TreeContext): Span {
  const { start, end } = node._location ?? { start: 0, end: 0 };
  return { start: context.base + start, end: context.base + end };
}

function openingBefore(node: package_.PGNode, { text, base }: TreeContext): number | undefined {
  let before = base + (node._location?.start ?? 0) - 1;
  while (/\s/.test(text[before] ?? '')) before -= 1;
  return text[before] === '(' ? before : undefined;
}

/** An opening bracket stands just before the node. */
export const followsBracket = (node: package_.PGNode, context: TreeContext): boolean =>
  openingBefore(node, context) !== undefined;

/** The bracket just before the first node closes after the last one. */
export function isBracketed(first: package_.PGNode, last: package_.PGNode, context: TreeContext): boolean {
  const open = openingBefore(first, context);
  return open !== undefined && afterClosing(context.text, open) > spanOf(last, context).end;
}

/** A query in brackets of its own; the package counts these to the query's place. */
export function isInBrackets(node: package_.PGNode, context: TreeContext): boolean {
  const { start, end } = spanOf(node, context);
  return context.text[start] === '(' && afterClosing(context.text, start) === end;
}
