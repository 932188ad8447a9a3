import type { Span } from '../../core/span.js';
import type { ParsedStatement } from '../parser.js';
import { tokens } from '../tokens.js';
import type { LoweringContext } from './context.js';
import type { Lower } from './lowering.js';
import { loadedModule } from './module.js';
import { isTooDeep } from './nesting.js';
import { type Tree, tagged } from './tree.js';
import { utf16Offsets } from './utf16-offsets.js';

interface RawStatement {
  readonly stmt: Tree;
  /** In bytes, at the first token. */
  readonly stmt_location?: number;
  /** In bytes; absent for a statement that runs to the end. */
  readonly stmt_len?: number;
}

/**
 * The statements of `sql` as trees.
 * @throws SqlError of libpg-query for bad SQL, RangeError where it is nested too deeply.
 */
export function parseTrees(sql: string): readonly RawStatement[] {
  if (sql.trim() === '') return []; // libpg-query rejects an empty text.
  if (isTooDeep(sql, 0, sql.length)) throw new RangeError('nested too deeply');
  return (loadedModule().parseSync(sql).stmts ?? []) as readonly RawStatement[];
}

/**
 * Parses and lowers `sql`, which stands in `text` from the offset `start` on, letter by letter but for blanks.
 * @throws what `parseTrees` throws.
 */
export function parseStatements(sql: string, text: string, start: number, lower: Lower): readonly ParsedStatement[] {
  const raws = parseTrees(sql);
  const toUnit = utf16Offsets(sql);
  const at = (byte: number): number => start + toUnit(byte);
  return raws.map((raw) => {
    const first = raw.stmt_location ?? 0;
    const span = contentSpan(text, at(first), raw.stmt_len ? at(first + raw.stmt_len) : start + sql.length);
    return { span, operations: lowerSafely(raw.stmt, { text, at, statement: span }, lower) };
  });
}

/** From the first to the last token. */
function contentSpan(text: string, from: number, to: number): Span {
  let found: { start: number; end: number } | undefined;
  for (const token of tokens(text, from, to)) {
    if (text[token.start] === ';') continue;
    found ??= { start: token.start, end: token.end };
    found.end = Math.min(token.end, to);
  }
  return found ?? { start: from, end: to };
}

/**
 * A tree that lowering does not understand, or that is too deep for it, is `unknown` and counted: it is no syntax error,
 * and it must not cost the other statements.
 */
function lowerSafely(node: Tree, ctx: LoweringContext, lower: Lower): ParsedStatement['operations'] {
  try {
    return lower(node, ctx);
  } catch (error) {
    return [{ kind: 'unknown', span: ctx.statement, tag: `${tagged(node)[0]}: ${(error as Error).message}` }];
  }
}
