import type { Operation } from '../operation.js';
import type { TokenReader } from './token-reader.js';

/** BEGIN, COMMIT, ROLLBACK, SAVEPOINT and their kin, from the first word on; nothing where it is none of them. */
export function readTransaction(reader: TokenReader): Operation | undefined {
  const { span } = reader;
  const word = reader.takeOneOf([
    'begin',
    'start',
    'commit',
    'end',
    'rollback',
    'abort',
    'savepoint',
    'release',
    'prepare transaction',
  ]);
  switch (word) {
    case undefined:
      return undefined;
    case 'begin':
    case 'start':
      if (word === 'start') reader.expect('transaction');
      else reader.takeOneOf(['work', 'transaction']);
      if (!reader.done) readModes(reader);
      return { kind: 'beginTransaction', span };
    case 'savepoint':
      return { kind: 'savepoint', span, savepoint: reader.name() };
    case 'release':
      reader.take('savepoint');
      return { kind: 'releaseSavepoint', span, savepoint: reader.name() };
    case 'prepare transaction':
      reader.string();
      return { kind: 'preparedTransaction', span, action: 'prepare' };
    default:
      return readEnd(reader, word === 'commit' || word === 'end');
  }
}

const modes = [
  'isolation level serializable',
  'isolation level repeatable read',
  'isolation level read committed',
  'isolation level read uncommitted',
  'read only',
  'read write',
  'not deferrable',
  'deferrable',
] as const;

/** The comma between them may be left out. */
function readModes(reader: TokenReader): void {
  do {
    reader.expectOneOf(modes);
    reader.take(',');
  } while (!reader.done);
}

function readEnd(reader: TokenReader, commits: boolean): Operation {
  const { span } = reader;
  if (reader.take('prepared')) {
    reader.string();
    return { kind: 'preparedTransaction', span, action: commits ? 'commit' : 'rollback' };
  }
  reader.takeOneOf(['work', 'transaction']);
  if (!commits && reader.take('to')) {
    reader.take('savepoint');
    return { kind: 'rollbackToSavepoint', span, savepoint: reader.name() };
  }
  const chain = reader.takeOneOf(['and no chain', 'and chain']) === 'and chain';
  return { kind: commits ? 'commitTransaction' : 'rollbackTransaction', span, chain };
}
