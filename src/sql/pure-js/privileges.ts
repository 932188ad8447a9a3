import type { AlterDefaultPrivileges, Grant, ObjectName, ObjectType, Operation } from '../operation.js';
import { readRoutineName } from './drops.js';
import { readRole, readRoles } from './roles.js';
import { takeCascade } from './subcommand.js';
import type { TokenReader } from './token-reader.js';
import { Unreadable } from './tokens.js';

interface Privilege {
  readonly name: string;
  readonly columns: readonly string[];
}

/** Privileges that name the same columns, together. */
interface PrivilegeGroup {
  readonly privileges: readonly string[];
  readonly columns: readonly string[];
}

const objectTypes: Readonly<Record<string, ObjectType>> = {
  table: 'table',
  sequence: 'sequence',
  function: 'function',
  procedure: 'procedure',
  routine: 'routine',
  schema: 'schema',
  database: 'database',
  type: 'type',
  domain: 'domain',
  'foreign server': 'foreign server',
  tablespace: 'tablespace',
};

const manyTypes: Readonly<Record<string, ObjectType>> = {
  tables: 'table',
  sequences: 'sequence',
  functions: 'function',
  procedures: 'procedure',
  routines: 'routine',
  types: 'type',
  schemas: 'schema',
};

/** After GRANT or REVOKE. Without ON it is about membership in roles. */
export function readPrivileges(reader: TokenReader, isGrant: boolean): Operation[] {
  const takesOption = !isGrant && reader.take('grant', 'option', 'for');
  const membership = takesOption ? undefined : reader.attempt(() => readMembership(reader, isGrant));
  if (membership !== undefined) return [membership];
  const groups = readPrivilegeGroups(reader);
  reader.expect('on');
  const target = readTarget(reader);
  const { grantees, withGrantOption, cascade } = readGrantees(reader, isGrant);
  reader.expectDone();
  return groups.map((group): Grant => {
    const facts = { isGrant, grantees, withGrantOption: withGrantOption || takesOption, cascade, ...target, ...group };
    return { kind: 'grant', span: reader.span, ...facts };
  });
}

function readMembership(reader: TokenReader, isGrant: boolean): Operation {
  if (!isGrant && reader.takeOneOf(['admin', 'inherit', 'set']) !== undefined) reader.expect('option', 'for');
  const roles = reader.list(() => reader.name());
  reader.expect(isGrant ? 'to' : 'from');
  const grantees = readRoles(reader);
  if (reader.take('with')) {
    reader.list(() => [
      reader.expectOneOf(['admin', 'inherit', 'set']),
      reader.expectOneOf(['option', 'true', 'false']),
    ]);
  }
  if (reader.take('granted', 'by')) readRole(reader);
  takeCascade(reader);
  reader.expectDone();
  return { kind: 'grantRole', span: reader.span, isGrant, roles, grantees };
}

/** `SELECT (a), UPDATE (a), DELETE` → one group for the column, one for the table. */
function readPrivilegeGroups(reader: TokenReader): readonly PrivilegeGroup[] {
  const groups = new Map<string, PrivilegeGroup>();
  for (const { name, columns } of reader.list(() => readPrivilege(reader))) {
    const key = JSON.stringify(columns);
    const before = groups.get(key)?.privileges ?? [];
    groups.set(key, { privileges: [...before, name], columns });
  }
  return [...groups.values()];
}

function readPrivilege(reader: TokenReader): Privilege {
  const name = reader.namePart();
  if (name === 'all') reader.take('privileges');
  if (name === 'alter') reader.expect('system');
  const columns = reader.at('(') ? reader.parenthesised(() => reader.list(() => reader.name())) : [];
  return { name: name === 'alter' ? 'alter system' : name, columns };
}

function readTarget(reader: TokenReader): Pick<Grant, 'objectType' | 'objects' | 'allInSchemas'> {
  if (reader.take('all')) {
    const objectType = typeOf(manyTypes, reader.namePart());
    reader.expect('in', 'schema');
    return { objectType, objects: [], allInSchemas: reader.list(() => reader.name()) };
  }
  const written = reader.takeOneOf(Object.keys(objectTypes));
  const objectType = written === undefined ? 'table' : typeOf(objectTypes, written);
  const isRoutine = objectType === 'function' || objectType === 'procedure' || objectType === 'routine';
  const readName = (): ObjectName => (isRoutine ? readRoutineName(reader) : reader.qualifiedName());
  return { objectType, objects: reader.list(readName), allInSchemas: [] };
}

function typeOf(types: Readonly<Record<string, ObjectType>>, word: string): ObjectType {
  const found = types[word];
  if (found === undefined) throw new Unreadable(`privileges on ${word}`);
  return found;
}

function readGrantees(reader: TokenReader, isGrant: boolean) {
  reader.expect(isGrant ? 'to' : 'from');
  const grantees = reader.list(() => {
    reader.take('group');
    return readRole(reader);
  });
  const withGrantOption = isGrant && reader.take('with', 'grant', 'option');
  if (reader.take('granted', 'by')) readRole(reader);
  return { grantees, withGrantOption, cascade: takeCascade(reader) };
}

/** After ALTER DEFAULT PRIVILEGES. */
export function readDefaultPrivileges(reader: TokenReader): Operation[] {
  let forRoles: readonly string[] = [];
  let schemas: readonly string[] = [];
  for (;;) {
    if (reader.takeOneOf(['for role', 'for user']) !== undefined) forRoles = readRoles(reader);
    else if (reader.take('in', 'schema')) schemas = reader.list(() => reader.name());
    else break;
  }
  const isGrant = reader.expectOneOf(['grant', 'revoke']) === 'grant';
  const takesOption = !isGrant && reader.take('grant', 'option', 'for');
  const groups = readPrivilegeGroups(reader);
  reader.expect('on');
  // Here PostgreSQL's grammar takes ROUTINES for FUNCTIONS.
  const objectType = reader.take('routines') ? 'function' : typeOf(manyTypes, reader.namePart());
  const { grantees, withGrantOption } = readGrantees(reader, isGrant);
  reader.expectDone();
  return groups.map((group): AlterDefaultPrivileges => {
    const facts = { isGrant, objectType, schemas, forRoles, grantees, ...group };
    const option = withGrantOption || takesOption;
    return { kind: 'alterDefaultPrivileges', span: reader.span, ...facts, withGrantOption: option };
  });
}
