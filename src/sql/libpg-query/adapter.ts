import type { Span } from '../../core/span.js';
import type { Operation } from '../operation.js';
import type { ParsedStatement, ParseOutcome, Parser } from '../parser.js';
import { readToken, tokens } from '../tokens.js';
import type { LoweringContext } from './context.js';
import { lowerStatement } from './lower-statement.js';
import { useModule } from './module.js';
import { isTooDeep } from './nesting.js';
import { type Tree, tagged } from './tree.js';
import { utf16OfCharacter, utf16Offsets } from './utf16-offsets.js';

/** PostgreSQL's own grammar, compiled to WebAssembly. The module is fetched and compiled here, not at import. */
export async function loadLibpgQuery(): Promise<Parser> {
  const module = await useModule();
  return { name: 'libpg-query', parse: (text, from, to) => parse(module.parseSync, text, from, to) };
}

interface RawStatement {
  readonly stmt: Tree;
  /** In bytes, at the first token. */
  readonly stmt_location?: number;
  /** In bytes; absent for a statement that runs to the end. */
  readonly stmt_len?: number;
}

type ParseTree = (sql: string) => { readonly stmts?: readonly unknown[] };

const tooDeep = 'stack depth limit exceeded';

function parse(parseTree: ParseTree, text: string, from: number, to: number): ParseOutcome {
  const slice = text.slice(from, to);
  const nul = slice.indexOf('\0'); // The parser would stop there, and take what follows for granted.
  if (nul >= 0) return failure('invalid byte sequence for encoding "UTF8": 0x00', from + nul, from + nul + 1);
  if (slice.trim() === '') return { ok: true, statements: [] };
  if (isTooDeep(text, from, to)) return failure(tooDeep, from, to);
  try {
    const raws = (parseTree(slice).stmts ?? []) as readonly RawStatement[];
    const toUnit = utf16Offsets(slice);
    const at = (byte: number): number => from + toUnit(byte);
    return { ok: true, statements: raws.map((raw) => lowerRaw(raw, text, to, at)) };
  } catch (error) {
    return toFailure(error, text, from, to);
  }
}

const failure = (message: string, start: number, end: number): ParseOutcome => ({
  ok: false,
  message,
  span: { start, end },
});

function toFailure(error: unknown, text: string, from: number, to: number): ParseOutcome {
  if (error instanceof RangeError) return failure(tooDeep, from, to);
  const { message, sqlDetails } = error as Error & { sqlDetails?: { cursorPosition: number } };
  // An error's place is counted in characters, not in bytes.
  const start = from + utf16OfCharacter(text.slice(from, to), sqlDetails?.cursorPosition ?? 0);
  const span = problemSpan(text, start, to);
  return failure(message, span.start, span.end);
}

/** The token at the error, as far as its line goes; at the end of the input, an empty span. */
function problemSpan(text: string, start: number, to: number): Span {
  const token = readToken(text, start);
  if (!token || token.start >= to) return { start: Math.min(start, to), end: Math.min(start, to) };
  const lineLength = text.slice(token.start, token.end).search(/[\r\n]/);
  const end = lineLength > 0 ? token.start + lineLength : token.end;
  return { start: token.start, end: Math.min(end, to) };
}

function lowerRaw(raw: RawStatement, text: string, to: number, at: (byte: number) => number): ParsedStatement {
  const first = raw.stmt_location ?? 0;
  const span = contentSpan(text, at(first), raw.stmt_len ? at(first + raw.stmt_len) : to);
  return { span, operations: lowerSafely(raw.stmt, { text, at, statement: span }) };
}

/** From the first to the last token. */
function contentSpan(text: string, from: number, to: number): Span {
  let found: { start: number; end: number } | undefined;
  for (const token of tokens(text, from, to)) {
    if (text[token.start] === ';') continue;
    found ??= { start: token.start, end: token.end };
    found.end = token.end;
  }
  return found ?? { start: from, end: to };
}

/** A tree that lowering does not understand is `unknown`, and counted; it must not cost the other statements. */
function lowerSafely(node: Tree, ctx: LoweringContext): readonly Operation[] {
  const unknown = (note: string): readonly Operation[] => [
    { kind: 'unknown', span: ctx.statement, tag: `${tagged(node)[0]}${note}` },
  ];
  try {
    const operations = lowerStatement(node, ctx);
    return operations.length > 0 ? operations : unknown('');
  } catch (error) {
    if (error instanceof RangeError) throw error;
    return unknown(`: ${(error as Error).message}`);
  }
}
