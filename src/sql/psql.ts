import type { Span } from '../core/span.js';

/** A backslash command as psql's own scanner would cut it. */
export interface PsqlCommand extends Span {
  /** `\i`, `\gset`, `\;`, … */
  readonly command: string;
  /** It sends the statement before it, as a semicolon does. */
  readonly sends: boolean;
  /** `\copy … from stdin`: rows follow. */
  readonly readsRows: boolean;
}

const name = /\\(?:[A-Za-z]+[+x]?|[!?;.])/y;
const sending = /^\\(?:;|g|gx|gset|gexec|gdesc|crosstabview|watch|bind_named|bind)$/;
const lineEnd = /[\n\r]/g;
const quoteOrEnd = /'(?:[^'\n\r\\]|\\[^\n\r]|'')*'?|"[^"\n\r]*"?|\\\\|[\n\r]/g;
const takesWholeLine = /^\\(?:copy|!|help|h|ef|ev|sf|sv)\+?$/;

function endOfLine(text: string, from: number): number {
  lineEnd.lastIndex = from;
  return lineEnd.exec(text)?.index ?? text.length;
}

/** The end of a command's arguments: of the line, or just after `\\`, which leads back to SQL. */
function endOfArguments(text: string, from: number): number {
  quoteOrEnd.lastIndex = from;
  for (let found = quoteOrEnd.exec(text); found; found = quoteOrEnd.exec(text)) {
    if (found[0] === '\\\\') return found.index + 2;
    if (found[0] === '\n' || found[0] === '\r') return found.index;
  }
  return text.length;
}

/**
 * The command at a backslash that stands outside of quotes and comments; `undefined` where psql knows no such command.
 * @see https://www.postgresql.org/docs/current/app-psql.html#APP-PSQL-META-COMMANDS
 */
export function readPsqlCommand(text: string, start: number): PsqlCommand | undefined {
  name.lastIndex = start;
  const command = name.exec(text)?.[0];
  if (command === undefined) return undefined;
  const afterName = start + command.length;
  if (command === '\\;') return { start, end: afterName, command, sends: true, readsRows: false };
  const end = takesWholeLine.test(command) ? endOfLine(text, afterName) : endOfArguments(text, afterName);
  const readsRows = command === '\\copy' && /\bfrom\s+stdin\b/i.test(text.slice(afterName, end));
  return { start, end, command, sends: sending.test(command), readsRows };
}

const rowsEnd = /^\\\.[ \t]*\r?$/gm;

/** Rows that COPY … FROM stdin reads from `from`, up to and with the `\.` line; `undefined` where no such line follows. */
export function readCopyRows(text: string, from: number): Span | undefined {
  rowsEnd.lastIndex = from;
  const found = rowsEnd.exec(text);
  return found ? { start: from, end: found.index + 2 } : undefined;
}

/** The start of the line after the one that holds `at`. */
export function nextLine(text: string, at: number): number {
  const end = endOfLine(text, at);
  return text.startsWith('\r\n', end) ? end + 2 : Math.min(end + 1, text.length);
}
