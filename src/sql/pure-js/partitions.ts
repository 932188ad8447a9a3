import type { Span } from '../../core/span.js';
import type { Expression } from '../expression.js';
import type { PartitionBound, PartitionKey } from '../operation.js';
import { readIndexElement } from './index-elements.js';
import { readExpressionUntil } from './read-expression.js';
import type { TokenReader } from './token-reader.js';
import { Unreadable } from './tokens.js';

/** `PARTITION BY RANGE (…)`. */
export function readPartitionKey(reader: TokenReader): PartitionKey {
  const start = reader.position;
  reader.expect('partition', 'by');
  const strategy = reader.expectOneOf(['range', 'list', 'hash']);
  const columns = reader.parenthesised(() => reader.list(() => readIndexElement(reader).column));
  return { strategy, columns, span: reader.spanFrom(start) };
}

/** `FOR VALUES …` or DEFAULT. A hash bound's values are its modulus and its remainder. */
export function readPartitionBound(reader: TokenReader): PartitionBound {
  const start = reader.position;
  const bound = { isDefault: false, from: [], to: [], values: [] };
  if (reader.take('default')) return { ...bound, isDefault: true, span: reader.spanFrom(start) };
  reader.expect('for', 'values');
  if (reader.take('in')) return { ...bound, values: readValues(reader), span: reader.spanFrom(start) };
  if (reader.take('from')) {
    const from = readValues(reader);
    reader.expect('to');
    return { ...bound, from, to: readValues(reader), span: reader.spanFrom(start) };
  }
  reader.expect('with');
  return { ...bound, values: readHash(reader), span: reader.spanFrom(start) };
}

const readValues = (reader: TokenReader): readonly Expression[] =>
  reader.parenthesised(() => reader.list(() => readExpressionUntil(reader, () => false)));

function readHash(reader: TokenReader): readonly Expression[] {
  reader.expect('(', 'modulus');
  const modulus = readNumber(reader);
  reader.expect(',', 'remainder');
  const remainder = readNumber(reader);
  reader.expect(')');
  return [modulus, remainder];
}

function readNumber(reader: TokenReader): Expression {
  const { kind, text, start, end } = reader.next();
  if (kind !== 'number') throw new Unreadable('expected a number');
  const span: Span = { start, end };
  return { kind: 'constant', value: Number(text), span };
}
