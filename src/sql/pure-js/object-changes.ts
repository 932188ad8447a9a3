import type { ObjectName, ObjectType, Operation } from '../operation.js';
import { readRoutineName } from './drops.js';
import { readRole } from './roles.js';
import type { TokenReader } from './token-reader.js';
import { Unreadable } from './tokens.js';

/** `name RENAME TO`, `OWNER TO` or `SET SCHEMA` of an object that is no relation. */
export function readObjectChange(reader: TokenReader, objectType: ObjectType): Operation {
  const operation = readChange(reader, objectType, readName(reader, objectType));
  reader.expectDone();
  return operation;
}

function readName(reader: TokenReader, objectType: ObjectType): ObjectName {
  if (objectType === 'function' || objectType === 'procedure' || objectType === 'routine')
    return readRoutineName(reader);
  if (objectType !== 'trigger' && objectType !== 'rule') return reader.qualifiedName();
  const name = reader.name();
  reader.expect('on');
  return { name, on: reader.qualifiedName() };
}

function readChange(reader: TokenReader, objectType: ObjectType, object: ObjectName): Operation {
  const { span } = reader;
  if (reader.take('rename', 'to')) {
    return { kind: 'renameObject', span, objectType, object, to: reader.name(), ifExists: false, viaTable: false };
  }
  if (reader.take('owner', 'to')) return { kind: 'changeOwner', span, objectType, object, owner: readRole(reader) };
  if (reader.take('set', 'schema')) {
    return { kind: 'setObjectSchema', span, objectType, object, to: reader.name(), ifExists: false };
  }
  throw new Unreadable(`change of a ${objectType}`);
}
