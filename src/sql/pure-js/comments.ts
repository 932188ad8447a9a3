import type { ObjectName, ObjectType, Operation } from '../operation.js';
import { readRoutineName } from './drops.js';
import type { TokenReader } from './token-reader.js';
import { Unreadable } from './tokens.js';

const ownedTypes = ['trigger', 'policy', 'rule', 'constraint'] as const;
const routineTypes = ['function', 'procedure', 'routine'] as const;
const plainTypes = [
  'foreign table',
  'table',
  'materialized view',
  'view',
  'index',
  'sequence',
  'type',
  'domain',
  'schema',
  'extension',
  'role',
  'database',
  'publication',
  'event trigger',
] as const satisfies readonly ObjectType[];

/** After COMMENT ON. To the server, an empty comment is none. */
export function readComment(reader: TokenReader): Operation {
  const { objectType, object } = readTarget(reader);
  reader.expect('is');
  const text = reader.take('null') ? null : reader.string() || null;
  reader.expectDone();
  return { kind: 'commentOn', span: reader.span, objectType, object, text };
}

function readTarget(reader: TokenReader): { readonly objectType: ObjectType; readonly object: ObjectName } {
  if (reader.take('column')) return { objectType: 'column', object: readColumnName(reader) };
  const owned = reader.takeOneOf(ownedTypes);
  if (owned !== undefined) return readOwned(reader, owned);
  const routine = reader.takeOneOf(routineTypes);
  if (routine !== undefined) return { objectType: routine, object: readRoutineName(reader) };
  return { objectType: reader.expectOneOf(plainTypes), object: reader.qualifiedName() };
}

function readOwned(reader: TokenReader, type: (typeof ownedTypes)[number]) {
  const name = reader.name();
  reader.expect('on');
  const onDomain = type === 'constraint' && reader.take('domain');
  const objectType: ObjectType = onDomain ? 'domain constraint' : type;
  return { objectType, object: { name, on: reader.qualifiedName() } };
}

function readColumnName(reader: TokenReader): ObjectName {
  const parts = [reader.name()];
  while (reader.take('.')) parts.push(reader.namePart());
  const [column, name, schema] = parts.toReversed();
  if (column === undefined || name === undefined || parts.length > 3) throw new Unreadable('expected a column');
  return { name: column, on: schema === undefined ? { name } : { schema, name } };
}
