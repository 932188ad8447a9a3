import type { Operation } from '../operation.js';
import { takeNullsNotDistinct } from './constraints.js';
import { readIndexElement } from './index-elements.js';
import { readOptions } from './options.js';
import { readExpressionUntil } from './read-expression.js';
import type { TokenReader } from './token-reader.js';

/** From INDEX on, after CREATE [UNIQUE]. */
export function readCreateIndex(reader: TokenReader, unique: boolean): Operation {
  reader.expect('index');
  const afterIndexKeyword = reader.end;
  const concurrently = reader.take('concurrently');
  const ifNotExists = reader.take('if', 'not', 'exists');
  const index = reader.at('on') && !ifNotExists ? undefined : reader.name();
  reader.expect('on');
  const only = reader.take('only');
  const table = reader.qualifiedName();
  const method = reader.take('using') ? reader.name() : 'btree';
  const elements = reader.parenthesised(() => reader.list(() => readIndexElement(reader)));
  const include = reader.take('include')
    ? reader.parenthesised(() => reader.list(() => readIndexElement(reader).column ?? ''))
    : [];
  const nullsNotDistinct = takeNullsNotDistinct(reader);
  const options = reader.take('with') ? readOptions(reader) : {};
  if (reader.take('tablespace')) reader.name();
  const where = reader.take('where') ? readExpressionUntil(reader, () => false) : undefined;
  reader.expectDone();
  const facts = { index, table, only, unique, concurrently, ifNotExists, method, elements, include, where };
  return { kind: 'createIndex', span: reader.span, ...facts, nullsNotDistinct, options, afterIndexKeyword };
}

/** After REINDEX. */
export function readReindex(reader: TokenReader): Operation {
  const inList = reader.at('(') && reader.parenthesised(() => reader.list(() => readReindexOption(reader)));
  const target = reader.expectOneOf(['index', 'table', 'schema', 'database', 'system']);
  const afterTargetKeyword = reader.end;
  const concurrently = reader.take('concurrently') || (inList !== false && inList.includes('concurrently'));
  const name = reader.done ? undefined : reader.qualifiedName();
  reader.expectDone();
  return { kind: 'reindex', span: reader.span, target, name, concurrently, afterTargetKeyword };
}

function readReindexOption(reader: TokenReader): string {
  const option = reader.expectOneOf(['verbose', 'concurrently', 'tablespace']);
  if (option === 'tablespace') reader.name();
  return option;
}
