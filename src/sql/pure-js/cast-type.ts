import type * as package_ from 'pgsql-ast-parser';
import type { Span } from '../../core/span.js';
import type { TypeName } from '../expression.js';
import { tokens } from '../tokens.js';
import { spanOf, type TreeContext } from './package-tree.js';
import { TokenReader } from './token-reader.js';
import { Unreadable } from './tokens.js';
import { readTypeName } from './type-name.js';

/** The type of a cast, read from its tokens: the package's place of a type is that of its last word only. */
export function castType(node: package_.ExprCast, context: TreeContext): TypeName {
  const operand = spanOf(node.operand, context);
  if (spanOf(node.to, context).start < operand.start) return prefixType(node, operand, context);
  return readTypeName(readerAt(typeStart(operand, context), context));
}

const readerAt = (start: number, { text }: TreeContext): TokenReader =>
  new TokenReader(text, { start, end: text.length });

/** After the `::`, or the AS of CAST, that follows the operand and its closing brackets. */
function typeStart(operand: Span, { text }: TreeContext): number {
  for (const token of tokens(text, operand.end)) {
    const written = text.slice(token.start, token.end);
    if (written === '::' || written.toLowerCase() === 'as') return token.end;
    if (written !== ')') break;
  }
  throw new Unreadable('cast');
}

/** The package may tell the place of a long type's last words only. */
const insideLongType = /\b(?:with|without|time|timestamp|double|character|char|nchar|bit|national)\s*$/i;
const intervalFields = ['year', 'month', 'day', 'hour', 'minute', 'second', '('];

/** `date '2026-01-01'`. */
function prefixType(node: package_.ExprCast, operand: Span, context: TreeContext): TypeName {
  const { start } = spanOf(node.to, context);
  const reader = readerAt(start, context);
  const type = readTypeName(reader);
  const isWhole = !insideLongType.test(context.text.slice(Math.max(0, start - 20), start));
  if (!isWhole || reader.position !== operand.start) throw new Unreadable('type before a constant');
  reader.next();
  if (type.name === 'interval' && intervalFields.some((field) => reader.at(field)))
    throw new Unreadable('interval fields');
  return type;
}
