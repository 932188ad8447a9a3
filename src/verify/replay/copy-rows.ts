import type { Span } from '../../core/span.js';
import type { Parameter } from '../../database/database.js';
import { isWord, readToken } from '../../sql/tokens.js';

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

function toValue(field: string): Parameter {
  if (field === '\\N') return null;
  return field.replace(/\\([0-7]{1,3}|x[0-9A-Fa-f]{1,2}|[\s\S])/g, (_, code: string) => {
    if (/^[0-7]/.test(code)) return String.fromCharCode(Number.parseInt(code, 8));
    if (/^x./.test(code)) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return escapes[code] ?? code;
  });
}

/** The rows of COPY's text format, up to the line `\.`. */
export function readRows(data: string): readonly (readonly Parameter[])[] {
  const lines = data.split(/\r?\n/);
  const end = lines.findIndex((line) => /^\\\.[ \t]*$/.test(line));
  return lines.slice(0, end < 0 ? lines.length : end).map((line) => line.split('\t').map(toValue));
}

/** `INSERT INTO table (columns)` for a COPY … FROM stdin of the text format; `undefined` for other formats. */
export function insertFor(text: string, { start, end }: Span, fields: number): string | undefined {
  const copy = readToken(text, start);
  const from = copy && findFrom(text, copy.end, end);
  if (!copy || !from) return undefined;
  const stdin = readToken(text, from.end);
  if (!stdin || text.slice(stdin.end, end).replace(/[\s;]/g, '') !== '') return undefined;
  const values = Array.from({ length: fields }, (_, index) => `$${index + 1}`);
  return `INSERT INTO ${text.slice(copy.end, from.start).trim()} VALUES (${values.join(', ')})`;
}

function findFrom(text: string, at: number, end: number): Span | undefined {
  for (let token = readToken(text, at); token && token.start < end; token = readToken(text, token.end)) {
    if (isWord(text, token, 'from')) return token;
  }
  return undefined;
}
