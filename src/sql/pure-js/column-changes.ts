import type { Operation } from '../operation.js';
import { readColumn } from './columns.js';
import { readOptionNames, readOptions, readScalar } from './options.js';
import { readExpressionUntil, readParenthesisedExpression } from './read-expression.js';
import { readSequenceOptions } from './sequence-options.js';
import { type Subcommand, takeCascade } from './subcommand.js';
import type { TokenReader } from './token-reader.js';
import { readTypeName } from './type-name.js';

/** The subcommands of ALTER TABLE that are about one column. */
export function readColumnChange(command: Subcommand): Operation | undefined {
  const { reader, base, span } = command;
  if (reader.take('add')) {
    reader.take('column');
    const ifNotExists = reader.take('if', 'not', 'exists');
    return { ...base, kind: 'addColumn', column: readColumn(reader), ifNotExists, span: span() };
  }
  if (reader.take('drop')) {
    reader.take('column');
    const ifExists = reader.take('if', 'exists');
    const column = reader.name();
    return { ...base, kind: 'dropColumn', column, ifExists, cascade: takeCascade(reader), span: span() };
  }
  if (!reader.take('alter')) return undefined;
  reader.take('column');
  return readAlteration(command, reader.name());
}

const alterations = [
  'set data type',
  'type',
  'set not null',
  'drop not null',
  'set default',
  'drop default',
  'add generated',
  'drop identity',
  'set expression as',
  'drop expression',
  'set statistics',
  'set storage',
  'set compression',
  'set',
  'reset',
] as const;

function readAlteration(command: Subcommand, column: string): Operation {
  const { reader, span } = command;
  const base = { ...command.base, column };
  const phrase = reader.expectOneOf(alterations);
  switch (phrase) {
    case 'set data type':
    case 'type':
      return { ...base, kind: 'alterColumnType', ...readTypeChange(reader), span: span() };
    case 'set not null':
      return { ...base, kind: 'setNotNull', span: span() };
    case 'drop not null':
      return { ...base, kind: 'dropNotNull', span: span() };
    case 'set default':
      return { ...base, kind: 'setDefault', default: readExpressionUntil(reader, () => false), span: span() };
    case 'drop default':
      return { ...base, kind: 'dropDefault', span: span() };
    case 'add generated':
      return { ...base, kind: 'addIdentity', identity: readIdentity(reader), span: span() };
    case 'drop identity':
    case 'drop expression': {
      const kind = phrase === 'drop identity' ? 'dropIdentity' : 'dropExpression';
      return { ...base, kind, ifExists: reader.take('if', 'exists'), span: span() };
    }
    case 'set expression as':
      return { ...base, kind: 'setExpression', expression: readParenthesisedExpression(reader), span: span() };
    case 'set statistics':
    case 'set storage':
    case 'set compression': {
      const attribute = attributes[phrase];
      return { ...base, kind: 'setColumnAttribute', attribute, value: readScalar(reader), span: span() };
    }
    case 'set':
    case 'reset': {
      const value = (phrase === 'set' ? readAssignments(reader) : readOptionNames(reader)).join(', ');
      return { ...base, kind: 'setColumnAttribute', attribute: 'options', value, span: span() };
    }
  }
}

const attributes = {
  'set statistics': 'statistics',
  'set storage': 'storage',
  'set compression': 'compression',
} as const;

const readAssignments = (reader: TokenReader): readonly string[] =>
  Object.entries(readOptions(reader)).map(([name, value]) => `${name}=${value}`);

function readTypeChange(reader: TokenReader) {
  const type = readTypeName(reader);
  const collation = reader.take('collate') ? reader.qualifiedName() : undefined;
  const using = reader.take('using') ? readExpressionUntil(reader, () => false) : undefined;
  return { type, collation, using };
}

function readIdentity(reader: TokenReader): 'always' | 'by default' {
  const identity = reader.expectOneOf(['always', 'by default']);
  reader.expect('as', 'identity');
  if (reader.at('(')) reader.parenthesised(() => readSequenceOptions(reader));
  return identity;
}
