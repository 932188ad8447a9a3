import type { Change, TableChange } from './alter-table.js';
import { takeCascade } from './alter-table.js';
import { readColumn } from './columns.js';
import { readOptionNames, readOptions, readScalar } from './options.js';
import { readExpressionUntil, readParenthesisedExpression } from './read-expression.js';
import { readSequenceOptions } from './sequence-options.js';
import type { TokenReader } from './token-reader.js';
import { Unreadable } from './tokens.js';
import { readTypeName } from './type-name.js';

/** The subcommands of ALTER TABLE that are about one column. */
export function readColumnChange(reader: TokenReader, _base: TableChange): Change | undefined {
  if (reader.take('add')) {
    reader.take('column');
    const ifNotExists = reader.take('if', 'not', 'exists');
    return { kind: 'addColumn', column: readColumn(reader), ifNotExists };
  }
  if (reader.take('drop')) {
    reader.take('column');
    const ifExists = reader.take('if', 'exists');
    return { kind: 'dropColumn', column: reader.name(), ifExists, cascade: takeCascade(reader) };
  }
  if (!reader.take('alter')) return undefined;
  reader.take('column');
  const column = reader.name();
  return { ...readAlteration(reader), column };
}

function readAlteration(reader: TokenReader): Change {
  if (reader.takeOneOf(['set data type', 'type']) !== undefined) return readTypeChange(reader);
  if (reader.take('set', 'not', 'null')) return { kind: 'setNotNull' };
  if (reader.take('drop', 'not', 'null')) return { kind: 'dropNotNull' };
  if (reader.take('drop', 'default')) return { kind: 'dropDefault' };
  if (reader.take('set', 'default')) return { kind: 'setDefault', default: readExpressionUntil(reader, () => false) };
  if (reader.take('drop', 'identity')) return { kind: 'dropIdentity', ifExists: reader.take('if', 'exists') };
  if (reader.take('drop', 'expression')) return { kind: 'dropExpression', ifExists: reader.take('if', 'exists') };
  if (reader.take('set', 'expression', 'as'))
    return { kind: 'setExpression', expression: readParenthesisedExpression(reader) };
  if (reader.take('add', 'generated')) return readAddIdentity(reader);
  return readAttribute(reader);
}

function readTypeChange(reader: TokenReader): Change {
  const type = readTypeName(reader);
  const collation = reader.take('collate') ? reader.qualifiedName() : undefined;
  const using = reader.take('using') ? readExpressionUntil(reader, () => false) : undefined;
  return { kind: 'alterColumnType', type, collation, using };
}

function readAddIdentity(reader: TokenReader): Change {
  const identity = reader.expectOneOf(['always', 'by default']);
  reader.expect('as', 'identity');
  if (reader.at('(')) reader.parenthesised(() => readSequenceOptions(reader));
  return { kind: 'addIdentity', identity };
}

const attributes = ['statistics', 'storage', 'compression'] as const;

function readAttribute(reader: TokenReader): Change {
  if (reader.take('reset'))
    return { kind: 'setColumnAttribute', attribute: 'options', value: readOptionNames(reader).join(', ') };
  reader.expect('set');
  if (reader.at('(')) {
    const options = Object.entries(readOptions(reader)).map(([name, value]) => `${name}=${value}`);
    return { kind: 'setColumnAttribute', attribute: 'options', value: options.join(', ') };
  }
  const attribute = reader.takeOneOf(attributes);
  if (attribute === undefined) throw new Unreadable('subcommand of ALTER COLUMN');
  return { kind: 'setColumnAttribute', attribute, value: readScalar(reader) };
}
