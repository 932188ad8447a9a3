import { type BinaryToTextEncoding, createHash } from 'node:crypto';
import { basename } from 'node:path';
import { crc32 } from 'node:zlib';
import type { Migration } from '../../core/migration.js';
import { lex } from '../../sql/lexer.js';
import type { Parser } from '../../sql/parser.js';
import { readScript } from '../../sql/read-script.js';
import type { ForeignChecksum, ForeignRecord } from './foreign-history.js';

/** Whether the file is what the tool ran. `unknown`: the tool does not keep what would tell. */
export type SameText = 'same' | 'different' | 'unknown';

export function verifyText(
  migration: Migration,
  record: ForeignRecord,
  algorithm: ForeignChecksum | undefined,
  parser: Parser,
): SameText {
  if (record.statements !== undefined && record.statements.length > 0)
    return toAnswer(sameStatements(migration, record.statements, parser));
  if (record.checksum === undefined || algorithm === undefined) return 'unknown';
  return toAnswer(checksums(migration, record, algorithm).includes(record.checksum));
}

const toAnswer = (same: boolean): SameText => (same ? 'same' : 'different');

/**
 * The sums that the file may have had: with the line endings of another system, with a byte-order mark or without.
 * @see https://github.com/graphile/migrate `src/migration.ts`, and the like places of the other tools
 */
function checksums({ path, up: { source } }: Migration, { previous }: ForeignRecord, algorithm: ForeignChecksum) {
  const unix = source.replace(/\r\n?/g, '\n');
  const texts = [source, unix, unix.replaceAll('\n', '\r\n')].flatMap((text) => [text, `\uFEFF${text}`]);
  switch (algorithm) {
    case 'crc32-of-lines':
      // A signed number of 32 bits.
      return [String(crc32(unix.replaceAll('\n', '')) | 0)];
    case 'sha1-of-name-and-text':
      return texts.map((text) => sum('sha1', basename(path) + text));
    case 'sha1-chain':
      return texts.map((text) => `sha1:${sum('sha1', `${`${previous ?? ''}\n${bodyOf(text)}`.trim()}\n`)}`);
    default:
      return texts.map((text) => sum(algorithm, text));
  }
}

const sum = (algorithm: string, text: string, encoding: BinaryToTextEncoding = 'hex'): string =>
  createHash(algorithm).update(text).digest(encoding);

/** Without the `--! Previous:` lines on top, which the tool wrote, and the empty line after them. */
const bodyOf = (text: string): string => text.replace(/^(?:--! [A-Z][^\n]*\n)+\n?/, '').trim();

// Each record may be compared with each file, and reading SQL is what takes time.
const read = new WeakMap<object, readonly string[]>();

function once(key: object, texts: () => readonly string[]): readonly string[] {
  const known = read.get(key) ?? texts();
  read.set(key, known);
  return known;
}

function sameStatements(migration: Migration, statements: readonly string[], parser: Parser): boolean {
  const ran = once(statements, () => statementTexts(statements.join('\n;\n'), parser));
  const written = once(migration, () => statementTexts(migration.up.text, parser));
  return ran.length === written.length && ran.every((text, index) => text === written[index]);
}

/** The statements as they are compared: comments, semicolons and white space are nobody's concern. */
const statementTexts = (sql: string, parser: Parser): readonly string[] =>
  readScript(sql, parser).statements.map(({ span }) => plainText(sql.slice(span.start, span.end)));

function plainText(sql: string): string {
  const { comments } = lex(sql);
  const parts: string[] = [];
  let at = 0;
  for (const { span } of comments) {
    parts.push(sql.slice(at, span.start));
    at = span.end;
  }
  return [...parts, sql.slice(at)].join(' ').replace(/\s+/g, ' ').trim();
}
