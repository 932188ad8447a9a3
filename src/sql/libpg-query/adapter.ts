import type { Span } from '../../core/span.js';
import type { ParseOutcome, Parser } from '../parser.js';
import { readToken } from '../tokens.js';
import { lowerStatement } from './lower-statement.js';
import { useModule } from './module.js';
import { parseStatements } from './parse-statements.js';
import { utf16OfCharacter } from './utf16-offsets.js';

/** PostgreSQL's own grammar, compiled to WebAssembly. The module is fetched and compiled here, not at import. */
export async function loadLibpgQuery(): Promise<Parser> {
  await useModule();
  return { name: 'libpg-query', parse };
}

function parse(text: string, from: number, to: number): ParseOutcome {
  const slice = text.slice(from, to);
  const nul = slice.indexOf('\0'); // The parser would stop there and never see the rest.
  if (nul >= 0) return failure('invalid byte sequence for encoding "UTF8": 0x00', from + nul, from + nul + 1);
  try {
    return { ok: true, statements: parseStatements(slice, text, from, lowerStatement) };
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
  if (error instanceof RangeError) return failure('stack depth limit exceeded', from, to);
  const { message, sqlDetails } = error as Error & { sqlDetails?: { cursorPosition: number } };
  // An error's place is counted in characters, not in bytes.
  const start = from + utf16OfCharacter(text.slice(from, to), sqlDetails?.cursorPosition ?? 0);
  const span = problemSpan(text, start, to);
  return failure(oneLine(message), span.start, span.end);
}

/** An unclosed quote is reported with all that follows it. */
const oneLine = (message: string): string => (/[\r\n]/.test(message) ? `${message.split(/[\r\n]/)[0]}…"` : message);

/** The token at the error, as far as its line goes; at the end of the input, an empty span. */
function problemSpan(text: string, start: number, to: number): Span {
  const token = readToken(text, start);
  if (!token || token.start >= to) return { start: Math.min(start, to), end: Math.min(start, to) };
  const lineLength = text.slice(token.start, token.end).search(/[\r\n]/);
  const end = lineLength > 0 ? token.start + lineLength : token.end;
  return { start: token.start, end: Math.min(end, to) };
}
