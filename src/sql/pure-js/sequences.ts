import type { Operation, Persistence } from '../operation.js';
import { readSequenceOptions } from './sequence-options.js';
import type { TokenReader } from './token-reader.js';

/** After CREATE … SEQUENCE. */
export function readCreateSequence(reader: TokenReader, persistence: Persistence): Operation {
  const ifNotExists = reader.take('if', 'not', 'exists');
  const sequence = reader.qualifiedName();
  const options = readSequenceOptions(reader);
  reader.expectDone();
  return { kind: 'createSequence', span: reader.span, sequence, ifNotExists, persistence, options };
}

/** After ALTER SEQUENCE, for its own options. */
export function readAlterSequence(reader: TokenReader): Operation {
  const ifExists = reader.take('if', 'exists');
  const sequence = reader.qualifiedName();
  const options = readSequenceOptions(reader);
  reader.expectDone();
  return { kind: 'alterSequence', span: reader.span, sequence, ifExists, options };
}
