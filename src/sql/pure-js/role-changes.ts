import type { Operation, Options } from '../operation.js';
import { readRole, readRoles } from './roles.js';
import { readSetting } from './settings.js';
import type { TokenReader } from './token-reader.js';
import { Unreadable } from './tokens.js';

const switches = ['superuser', 'createdb', 'createrole', 'inherit', 'login', 'replication', 'bypassrls'] as const;
const lists = ['in role', 'in group', 'role', 'user', 'admin'] as const;

/** After CREATE ROLE, USER or GROUP. CREATE USER is CREATE ROLE LOGIN. */
export function readCreateRole(reader: TokenReader, word: 'role' | 'user' | 'group'): Operation {
  const role = reader.name();
  reader.take('with');
  const written = readRoleOptions(reader);
  const options = word === 'user' ? { login: 'true', ...written } : written;
  return { kind: 'createRole', span: reader.span, role, options };
}

/** After ALTER ROLE or USER. */
export function readAlterRole(reader: TokenReader): Operation {
  const { span } = reader;
  const role = reader.take('all') ? 'all' : readRole(reader);
  if (reader.take('rename', 'to')) {
    const to = reader.name();
    reader.expectDone();
    return {
      kind: 'renameObject',
      span,
      objectType: 'role',
      object: { name: role },
      to,
      ifExists: false,
      viaTable: false,
    };
  }
  if (reader.at('set') || reader.at('reset')) return readRoleSetting(reader, 'role', role);
  if (reader.at('in', 'database')) throw new Unreadable('setting of a role in one database');
  reader.take('with');
  return { kind: 'alterRole', span, role, options: readRoleOptions(reader) };
}

/** `SET name = value` or `RESET name` of a role or a database. */
export function readRoleSetting(reader: TokenReader, objectType: 'role' | 'database', name: string): Operation {
  const isSet = reader.expectOneOf(['set', 'reset']) === 'set';
  const { name: setting, value } = isSet ? readSetting(reader) : { name: reader.namePart(), value: null };
  reader.expectDone();
  return { kind: 'setRoleSetting', span: reader.span, objectType, name, setting, value };
}

function readRoleOptions(reader: TokenReader): Options {
  const options: Record<string, string> = {};
  while (!reader.done) {
    const [name, value] = readRoleOption(reader);
    options[name] = value;
  }
  return options;
}

function readRoleOption(reader: TokenReader): readonly [name: string, value: string] {
  const on = reader.takeOneOf(switches);
  if (on !== undefined) return [on, 'true'];
  const off = reader.takeOneOf(switches.map((name) => `no${name}` as const));
  if (off !== undefined) return [off.slice(2), 'false'];
  reader.take('encrypted');
  if (reader.take('password')) return ['password', reader.take('null') ? 'null' : reader.string()];
  if (reader.take('valid', 'until')) return ['valid until', reader.string()];
  if (reader.take('connection', 'limit')) return ['connection limit', readLimit(reader)];
  const list = reader.expectOneOf(lists);
  const name = list === 'in group' ? 'in role' : list === 'user' ? 'role' : list;
  return [name, readRoles(reader).join(', ')];
}

function readLimit(reader: TokenReader): string {
  const sign = reader.take('-') ? '-' : '';
  return sign + reader.next().text;
}
