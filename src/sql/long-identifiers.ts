import type { Span } from '../core/span.js';
import { tokens } from './tokens.js';

/** NAMEDATALEN - 1. */
const mostBytes = 63;

export interface LongIdentifier {
  /** Without quotes. */
  readonly name: string;
  readonly bytes: number;
  /** What the server makes of it. */
  readonly kept: string;
  readonly span: Span;
}

// Every quote may open a name.
const longInAscii = /"(?:[^"\n]|""){64,}"|\b[A-Za-z_][\w$]{63}/;
const beyondAscii = /[\u0080-\uffff]/;
// A name takes at least this many characters, as one of UTF-8 has no more than three bytes here.
const mayBeLong = /"(?=((?:[^"\n]|""){22,})")|[A-Za-z_\u0080-\uffff][A-Za-z0-9_$\u0080-\uffff]{21,}/g;
const encoder = new TextEncoder();
const bytesOf = (text: string): number => encoder.encode(text).length;

/** Names that the server cuts, as its scanner would: none in strings, dollar quotes and comments. */
export function* longIdentifiers(text: string): Generator<LongIdentifier> {
  if (!holdsLong(text)) return;
  for (const { kind, start, end } of tokens(text, 0)) {
    if (kind !== 'word' && kind !== 'quotedIdentifier') continue;
    const written = text.slice(start, end);
    const name = kind === 'word' ? written : written.replace(/^(?:U&)?"|"$/gi, '').replaceAll('""', '"');
    const bytes = name.length * 3 > mostBytes ? bytesOf(name) : 0;
    if (bytes > mostBytes) yield { name, bytes, kept: cut(name), span: { start, end } };
  }
}

/** Cheap enough to ask of every file; strings and comments may deceive it. */
function holdsLong(text: string): boolean {
  if (!beyondAscii.test(text)) return longInAscii.test(text);
  for (const [word, quoted = word] of text.matchAll(mayBeLong)) if (bytesOf(quoted) > mostBytes) return true;
  return false;
}

/** As many whole characters as fit. */
function cut(name: string): string {
  let kept = '';
  let bytes = 0;
  for (const character of name) {
    bytes += bytesOf(character);
    if (bytes > mostBytes) break;
    kept += character;
  }
  return kept;
}
