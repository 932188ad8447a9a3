import type { IndexElement } from '../operation.js';
import { expressionAt } from './read-expression.js';
import { isWritten, type TokenReader } from './token-reader.js';

/** `column`, `call(…)` or `(expression)`, then COLLATE, an operator class, ASC or DESC, NULLS FIRST or LAST. */
export function readIndexElement(reader: TokenReader): IndexElement {
  const key = readKey(reader);
  const collation = reader.take('collate') ? reader.qualifiedName() : undefined;
  const operatorClass = atOperatorClass(reader) ? reader.qualifiedName() : undefined;
  if (operatorClass && reader.at('(')) reader.skipParentheses();
  const order = reader.takeOneOf(['asc', 'desc']);
  const nulls = reader.take('nulls') ? reader.expectOneOf(['first', 'last']) : undefined;
  return { ...key, collation, operatorClass, descending: order === 'desc', nulls };
}

function readKey(reader: TokenReader): Pick<IndexElement, 'column' | 'expression'> {
  if (reader.at('(')) return { expression: expressionAt(reader.text, reader.skipParentheses()) };
  const start = reader.position;
  const ahead = reader.peek(1);
  if (!isWritten(ahead, '(') && !isWritten(ahead, '.')) return { column: reader.name() };
  reader.skipUntil((token) => isWritten(token, '('));
  reader.skipParentheses();
  return { expression: expressionAt(reader.text, reader.spanFrom(start)) };
}

const atOperatorClass = (reader: TokenReader): boolean => reader.atName() && !reader.at('nulls');
