import type { Operation } from '../operation.js';
import { readRole } from './roles.js';
import type { TokenReader } from './token-reader.js';

/** After CREATE SCHEMA. One that holds other statements is not read. */
export function readCreateSchema(reader: TokenReader): Operation {
  const ifNotExists = reader.take('if', 'not', 'exists');
  const name = reader.at('authorization') ? undefined : reader.name();
  const owner = reader.take('authorization') ? readRole(reader) : undefined;
  reader.expectDone();
  return { kind: 'createSchema', span: reader.span, schema: name ?? owner ?? '', ifNotExists, owner };
}

/** After CREATE EXTENSION. */
export function readCreateExtension(reader: TokenReader): Operation {
  const ifNotExists = reader.take('if', 'not', 'exists');
  const extension = reader.name();
  reader.take('with');
  let schema: string | undefined;
  let version: string | undefined;
  let cascade = false;
  while (!reader.done) {
    if (reader.take('cascade')) cascade = true;
    else if (reader.take('version')) version = reader.peek()?.kind === 'string' ? reader.string() : reader.name();
    else {
      reader.expect('schema');
      schema = reader.name();
    }
  }
  return { kind: 'createExtension', span: reader.span, extension, schema, version, ifNotExists, cascade };
}
