import type { DropObject, ObjectName, ObjectType, Operation } from '../operation.js';
import { readArguments } from './function-arguments.js';
import { readRoles } from './roles.js';
import { takeCascade } from './subcommand.js';
import type { TokenReader } from './token-reader.js';

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
  'publication',
  'event trigger',
  'statistics',
  'collation',
] as const satisfies readonly ObjectType[];
const ownedTypes = ['trigger', 'policy', 'rule'] as const;
const routineTypes = ['function', 'procedure', 'routine'] as const;

/** After DROP. */
export function readDrop(reader: TokenReader): Operation[] {
  const owned = reader.takeOneOf(ownedTypes);
  if (owned !== undefined) return readDropObjects(reader, owned, () => readOwnedName(reader));
  const routine = reader.takeOneOf(routineTypes);
  if (routine !== undefined) return readDropObjects(reader, routine, () => readRoutineName(reader));
  if (reader.takeOneOf(['role', 'user', 'group']) !== undefined)
    return readDropObjects(reader, 'role', () => ({ name: reader.name() }));
  if (reader.take('owned', 'by')) return [readDropOwned(reader)];
  if (reader.take('database')) return [readDropDatabase(reader)];
  const type = reader.expectOneOf(plainTypes);
  if (type === 'index') return readDropIndexes(reader);
  return readDropObjects(reader, type, () => reader.qualifiedName());
}

interface Dropped {
  readonly names: readonly ObjectName[];
  readonly ifExists: boolean;
  readonly cascade: boolean;
}

function readDropped(reader: TokenReader, readName: () => ObjectName): Dropped {
  const ifExists = reader.take('if', 'exists');
  const names = reader.list(readName);
  const cascade = takeCascade(reader);
  reader.expectDone();
  return { names, ifExists, cascade };
}

function readDropObjects(
  reader: TokenReader,
  objectType: DropObject['objectType'] | 'table' | 'schema',
  readName: () => ObjectName,
): Operation[] {
  const { span } = reader;
  const { names, ifExists, cascade } = readDropped(reader, readName);
  const shared = { span, ifExists, cascade, statementCount: names.length };
  return names.map((object): Operation => {
    if (objectType === 'table') return { kind: 'dropTable', table: object, ...shared };
    if (objectType === 'schema') return { kind: 'dropSchema', span, schema: object.name, ifExists, cascade };
    return { kind: 'dropObject', objectType, object, ...shared };
  });
}

function readDropIndexes(reader: TokenReader): Operation[] {
  const { span } = reader;
  const afterIndexKeyword = reader.end;
  const concurrently = reader.take('concurrently');
  const { names, ...shared } = readDropped(reader, () => reader.qualifiedName());
  const facts = { span, concurrently, afterIndexKeyword, statementCount: names.length };
  return names.map((index) => ({ kind: 'dropIndex', index, ...facts, ...shared }));
}

function readOwnedName(reader: TokenReader): ObjectName {
  const name = reader.name();
  reader.expect('on');
  return { name, on: reader.qualifiedName() };
}

/** `f` or `f(int, text)`; OUT arguments are not among them. */
export function readRoutineName(reader: TokenReader): ObjectName {
  const name = reader.qualifiedName();
  if (!reader.at('(')) return name;
  const types = readArguments(reader).filter((argument) => argument.mode !== 'out');
  return { ...name, arguments: types.map((argument) => argument.type) };
}

function readDropOwned(reader: TokenReader): Operation {
  const roles = readRoles(reader);
  const cascade = takeCascade(reader);
  reader.expectDone();
  return { kind: 'dropOwned', span: reader.span, roles, cascade };
}

function readDropDatabase(reader: TokenReader): Operation {
  const ifExists = reader.take('if', 'exists');
  const database = reader.name();
  reader.expectDone();
  return { kind: 'dropDatabase', span: reader.span, database, ifExists };
}
